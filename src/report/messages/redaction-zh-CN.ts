/** What the codes of redaction mean and what to do, in Chinese; `code/reason` where a code has several causes. */
import type { Explanation } from './messages.js';

export const redactionZhCN: Readonly<Record<string, Explanation>> = {
  'apply/format-not-writable': { meaning: '这种格式不能直接改写。', todo: '在制作该文件的程序中修改。' },
  'apply/pdf-library-missing': {
    meaning: '改写 PDF 需要 @cantoo/pdf-lib，目前没有安装。',
    todo: 'npm install @cantoo/pdf-lib',
  },
  'apply/pdf-damaged': {
    meaning: 'PDF 已损坏或写法特殊，未输出。',
    todo: '打开后另存为新文件，再扫描新文件。',
  },
  'apply/pdf-encrypted': { meaning: 'PDF 已加密，不能改写。', todo: '另存为没有密码的文件。' },
  'apply/pdf-page-differs': {
    meaning: '页面文字无法在内容流中逐字对应，未输出。',
    todo: '在源文件中遮盖后重新导出。',
  },
  'apply/pdf-picture': {
    meaning: '显示该信息的图片不能改写，未输出。',
    todo: '在源文件中去掉该图片后重新导出。',
  },
  'apply/outside-changed': {
    meaning: '改写后，修改之外的内容会有变化，未输出。',
    todo: '另存为新文件后再处理，或在源文件中遮盖。',
  },
  'apply/mail-signature-void': { meaning: '邮件原有数字签名，对改写后的邮件无效。', todo: '重新签名。' },
  'apply/pdf-signature-void': { meaning: '文件原有数字签名，改写后的文件没有签名。', todo: '重新签名。' },
  'apply/pdf-decrypted': {
    meaning: '文件原为无需密码即可打开的加密文件，改写后的文件没有加密。',
    todo: '需要时重新设置保护。',
  },
  'apply/pdf-attachment-removed': {
    meaning: '有附件不能改写，已从改写后的文件中去掉。',
    todo: '单独处理该附件。',
  },
  'apply/pdf-private-data-removed': { meaning: '已去掉软件留在文件中的自用数据。', todo: '不需要处理。' },
  'apply/pdf-picture-rewritten': {
    meaning: '图片的一部分已涂黑并无损保存，文件可能变大。',
    todo: '不需要处理。',
  },
  'apply/value-remains': {
    meaning: '遮盖后文件中还能找到同一信息，未输出。',
    todo: '遮盖所有出现处，或人工处理。',
  },
  'apply/unread': { meaning: '改写后的文件有内容读不出来，无法证明已遮盖，未输出。', todo: '人工检查。' },
  'apply/other-artifact': { meaning: '这份方案不是为该文件制定的。', todo: '重新扫描该文件。' },
  'apply/other-source': { meaning: '文件在扫描后有改动。', todo: '重新扫描该文件。' },
  'apply/signed': { meaning: '文件有数字签名，改写会使签名失效。', todo: '去掉签名后再处理。' },
  'apply/overlapping-edits': { meaning: '两处修改重叠，未输出。', todo: '重新扫描后再处理。' },
  'apply/format-not-writable/ofd': {
    meaning: 'OFD 不能改写：字体子集里不一定有遮盖用的字。',
    todo: '在源文件中遮盖后重新导出 OFD。',
  },
  'apply/format-not-writable/doc': {
    meaning: 'DOC 是旧的二进制格式，不能改写。',
    todo: '另存为 DOCX，再遮盖 DOCX。',
  },
  'apply/format-not-writable/xls': {
    meaning: 'XLS 是旧的二进制格式，不能改写。',
    todo: '另存为 XLSX，再遮盖 XLSX。',
  },
  'apply/format-not-writable/ppt': {
    meaning: 'PPT 是旧的二进制格式，不能改写。',
    todo: '另存为 PPTX，再遮盖 PPTX。',
  },
  'apply/format-not-writable/msg': { meaning: 'MSG 邮件不能改写。', todo: '另存为 EML，再遮盖 EML。' },
  'apply/format-not-writable/picture': {
    meaning: '信息在图片里，图片不能改写。',
    todo: '用看图软件把它涂黑后另存；文档里的图片涂黑后换回去。',
  },
  'apply/format-not-writable/archive': {
    meaning: '这种压缩包不能改写。',
    todo: '解压后遮盖里面的文件，再打包成 ZIP 或 TAR。',
  },
  'apply/format-not-writable/damaged': {
    meaning: '压缩包或文档包已损坏，或写法特殊（截断、重名文件等），不能改写。',
    todo: '解压后遮盖里面的文件再打包；办公文档请打开后另存。',
  },
  'apply/format-not-writable/inside': {
    meaning: '信息在里面的一个文件里，那种文件不能改写。',
    todo: '把它取出来，按它的格式处理（DOC、XLS、PPT 另存为新格式），再放回去。',
  },
  'apply/place-not-text': {
    meaning: '信息所在的位置不是可以改写的文字。',
    todo: '在制作该文件的程序中修改。',
  },
  'apply/place-not-text/file-name': { meaning: '信息在文件名里。', todo: '给新文件另起名字。' },
  'apply/place-not-text/part-name': {
    meaning: '信息在文档包内部文件的名字里，其他部分按这个名字引用它。',
    todo: '在制作该文件的程序中改名。',
  },
  'apply/place-not-text/archive-note': {
    meaning: '信息在压缩包的注释或链接目标里，不在文件内容里。',
    todo: '用压缩软件去掉注释或链接，或者重新打包，再处理。',
  },
  'apply/ambiguous-place': {
    meaning: '这处信息在文件里的位置不止一种解释，未输出。',
    todo: '在制作该文件的程序中修改。',
  },
  'apply/duplicate-finding': {
    meaning: '方案里同一条发现出现了两次，未输出。',
    todo: '去掉重复的一条，或者重新扫描。',
  },
  'apply/element-place': {
    meaning: '信息的一部分是由标记而不是文字表示的，未输出。',
    todo: '在制作该文件的程序中修改。',
  },
  'apply/encoded-text': {
    meaning: '信息在 Base64 编码的数据里，改一个字符数据就坏了。',
    todo: '解码后遮盖，再编码放回去。',
  },
  'apply/formula-literal': {
    meaning: '信息直接写在公式里，未输出。',
    todo: '在表格程序中把公式改为数值后再处理。',
  },
  'apply/formula-recomputes': {
    meaning: '信息是公式算出来的，遮盖后重新计算又会出现，未输出。',
    todo: '在表格程序中把公式结果粘贴为数值后再处理。',
  },
  'apply/name-taken': {
    meaning: '遮盖后压缩包里会有两个同名文件，未输出。',
    todo: '先在压缩包里改名，再处理。',
  },
  'apply/no-suggestion': { meaning: '发现没有附带处理建议，未输出。', todo: '带着规则重新扫描。' },
  'apply/not-encodable': {
    meaning: '替换的文字用文件的编码写不出来，未输出。',
    todo: '把文件另存为 UTF-8，或者换用 * 遮盖。',
  },
  'apply/nothing-to-edit': { meaning: '建议没有对应到文件里可改的位置，未输出。', todo: '人工处理该处。' },
  'apply/offsets-unknown': {
    meaning: '文件的编码使位置无法对应到字节，未输出。',
    todo: '另存为 UTF-8 后再处理。',
  },
  'apply/out-of-range': { meaning: '方案里的位置超出了文件的范围。', todo: '重新扫描该文件。' },
  'apply/rescan-failed': {
    meaning: '改写后的文件再扫描时出错，无法证明已遮盖，未输出。',
    todo: '重试；仍然出错时人工处理。',
  },
  'apply/thumbnail': {
    meaning: '文档带有改写前的预览图，这种图不能替换，未输出。',
    todo: '在程序中另存为不带预览图的文件，再处理。',
  },
  'apply/typed-value': {
    meaning: '信息存成了数字或日期，由格式显示出来，改写会破坏格式，未输出。',
    todo: '在程序中把该单元格改为文本后再处理。',
  },
};
