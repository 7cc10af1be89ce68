/** What each diagnostic code means and what to do, in Chinese. */
import type { Explanation } from './messages.js';
import { HOW_TO_READ_ZH, OCR_ZH } from './ocr-words.js';
import { redactionZhCN } from './redaction-zh-CN.js';

export const diagnosticsZhCN: Readonly<Record<string, Explanation>> = {
  ...OCR_ZH,
  ...redactionZhCN,
  'zip/limit': { meaning: '解压后的总量超过上限，其余文件没有检查。', todo: '解压后分批扫描。' },
  'zip/method': {
    meaning: '压缩方式不受支持，这个文件没有检查。',
    todo: '用常见方式（Deflate）重新打包，或解压后扫描。',
  },
  'zip/overlap': {
    meaning: '压缩包中的文件互相重叠，是异常或恶意的结构，没有检查。',
    todo: '取得正常的压缩包。',
  },
  'zip/ratio': { meaning: '压缩比异常，疑似压缩炸弹，没有检查。', todo: '确认来源可靠后解压扫描。' },
  'zip/size': {
    meaning: '文件大小与声明不符或超过上限，没有检查完。',
    todo: '取得完整的压缩包，或解压后扫描。',
  },
  'docx/malformed-xml': {
    meaning: '文档的一个部分不是正确的 XML，没有读完。',
    todo: '用办公软件修复并另存后再扫描。',
  },
  'docx/picture': {
    meaning: '文档含有图片，图片中的文字没有检查。',
    todo: HOW_TO_READ_ZH,
  },
  'engine/empty': { meaning: '文件是空的，没有内容可检查。', todo: '核对文件是否完整。' },
  'html/encoding-malformed': {
    meaning: '网页中有些字节不是该编码的字符，可能显示为乱码。',
    todo: '核对网页编码，必要时另存为 UTF-8。',
  },
  'html/encoding-mislabelled': {
    meaning: '网页声明的编码与实际不符，已按实际编码读取。',
    todo: '改正网页的编码声明。',
  },
  'file/not-found': { meaning: '没有这个文件，或者链接指向的文件不存在。', todo: '检查路径是否写对。' },
  'file/unreadable': { meaning: '文件打不开，没有检查。', todo: '检查读取权限和磁盘，再扫描一次。' },
  'file/too-large': {
    meaning: '文件超过大小上限，没有检查。',
    todo: '用 --max-bytes 提高上限，或者拆分文件。',
  },
  'file/not-a-file': {
    meaning: '这是设备、管道或套接字，没有检查。',
    todo: '一般不用处理；确实要查时请直接指明它的路径。',
  },
  'file/link-outside': {
    meaning: '符号链接指向扫描目录之外，没有跟过去检查。',
    todo: '如果它的目标也会发布，请把目标路径一并列出扫描。',
  },
  'node/timeout': {
    meaning: '读取时间超过上限，已停止；其余内容没有检查。',
    todo: '用 --timeout 提高上限，或者人工查看。',
  },
  'node/memory': {
    meaning: '读取所需内存超过上限，已停止；其余内容没有检查。',
    todo: '拆分文件，或者人工查看。',
  },
  'node/crashed': {
    meaning: '读取程序意外退出，其余内容没有检查。',
    todo: '人工查看这个文件，并把问题报告给维护者。',
  },
  'node/failed': {
    meaning: '扫描时程序内部出错，文件没有检查完。',
    todo: '人工查看这个文件，并把问题报告给维护者。',
  },
  'risk/masks-combine': {
    meaning: '文档中另有同一号码的遮盖副本，与建议的遮盖合起来会显示出被遮盖的部分。',
    todo: '改用 strict 规则删除号码，或者统一各处的遮盖方式。',
  },
  'risk/weak-suggestion': {
    meaning: '同一行里的出生日期、性别等使建议的遮盖只剩很少的可能。',
    todo: '改用 strict 规则删除号码，或者删去出生日期等列。',
  },
  'engine/allowed': { meaning: '有些值在允许名单中，没有列出。', todo: '定期核对允许名单及其期限。' },
  'engine/container-failed': {
    meaning: '压缩包或容器读到一半中断，后面的内容没有检查。',
    todo: '取得完整的文件，或者解压后扫描。',
  },
  'engine/depth-limit': {
    meaning: '压缩包嵌套层数超过上限，里层没有检查。',
    todo: '用 --max-depth 提高上限，或者解压后扫描。',
  },
  'engine/detector-failed': {
    meaning: '一个检测器出错，这种信息没有查完。',
    todo: '人工查看这个文件，并把问题报告给维护者。',
  },
  'engine/format-failed': {
    meaning: '这种格式的读取程序出错，文件没有检查。',
    todo: '换一种格式另存后再扫描，或者人工查看。',
  },
  'engine/aborted': { meaning: '扫描被调用方中止，其余内容没有检查。', todo: '重新扫描。' },
  'engine/time-limit': { meaning: '扫描时间用完，其余内容没有检查。', todo: '用 --timeout 提高上限。' },
  'engine/too-large': {
    meaning: '文件超过大小上限，没有检查。',
    todo: '用 --max-bytes 提高上限，或者拆分文件。',
  },
  'engine/too-many-findings': {
    meaning: '发现数量超过上限，只列出前面的一部分。',
    todo: '先处理已列出的，再扫描一次。',
  },
  'engine/type-mismatch': {
    meaning: '文件内容与扩展名不符，已按内容读取。',
    todo: '核对文件，改正扩展名。',
  },
  'engine/unsupported-type': {
    meaning: '暂不支持这种文件，没有检查。',
    todo: '另存为 PDF、DOCX、网页或文本后扫描，或者人工查看。',
  },
  'text/encoding-malformed': {
    meaning: '有些字节不是该编码的字符，可能显示为乱码。',
    todo: '核对文件编码，必要时另存为 UTF-8。',
  },
  'html/no-text': {
    meaning: '网页没有正文，内容由脚本生成。',
    todo: '在浏览器中打开，另存渲染后的网页再扫描。',
  },
  'pdf/no-text-layer': {
    meaning: '这一页是图片，没有可读的文字，没有检查。',
    todo: HOW_TO_READ_ZH,
  },
  'pdf/encrypted': { meaning: 'PDF 加了密码，没有检查。', todo: '去掉密码后再扫描。' },
  'pdf/damaged': { meaning: 'PDF 文件损坏或不完整，有内容没有检查。', todo: '取得完整的文件后再扫描。' },
  'pdf/unsafe': {
    meaning: 'PDF 的结构会耗尽内存，没有读取。',
    todo: '由可靠的程序另存后再扫描，或者人工查看。',
  },
  'pdf/page-limit': { meaning: '页数超过上限，后面的页没有检查。', todo: '提高页数上限，或者拆分文件。' },
  'pdf/page-failed': { meaning: '有一页读取失败，没有检查。', todo: '人工查看这一页。' },
  'pdf/part-failed': {
    meaning: 'PDF 的一部分（批注、表单、书签等）读取失败，没有检查。',
    todo: '人工查看这一部分。',
  },
  'pdf/revision-failed': {
    meaning: 'PDF 中保存的旧版本读取失败，没有检查。',
    todo: '用“另存为”去掉旧版本。',
  },
  'pdf/objects-encrypted': {
    meaning: 'PDF 页面以外的内容（表单、残留对象）加了密，没有检查。',
    todo: '去掉保护，另存后再扫描。',
  },
  'pdf/objects-limit': {
    meaning: 'PDF 页面以外的对象太多，有一部分没有检查。',
    todo: '重新打印为新的 PDF 后发布。',
  },
  'pdf/time-limit': { meaning: '读取 PDF 的时间用完，其余页没有检查。', todo: '用 --timeout 提高上限。' },
  'pdf/font-failed': {
    meaning: '有字体读取失败，其中的文字可能不完整。',
    todo: '人工查看使用该字体的页。',
  },
  'pdf/no-cmaps': {
    meaning: '缺少中文字体的编码表，部分文字可能读不出来。',
    todo: '在完整安装的环境中扫描。',
  },
  'pdf/no-unicode-map': {
    meaning: '字体没有字符对照表，这些文字读不出来，没有检查。',
    todo: HOW_TO_READ_ZH,
  },
  'pdf/images-not-read': {
    meaning: '页面含有图片，图片中的文字没有检查。',
    todo: HOW_TO_READ_ZH,
  },
  'pdf/attachment-limit': {
    meaning: 'PDF 附件太多或太大，有附件没有检查。',
    todo: '把附件取出后单独扫描。',
  },
  'xlsx/sheet-limit': {
    meaning: '工作表的文字超过读取上限，后面的部分没有检查。',
    todo: '拆分工作簿后再扫描。',
  },
  'packed/no-reader': {
    meaning: 'RAR、7z 等压缩包需要另装解压组件，没有检查。',
    todo: '运行 npm install libarchive-wasm，或者解压后再扫描。',
  },
  'packed/no-zstd': {
    meaning: '当前 Node.js 版本不能解开 Zstandard 压缩，没有检查。',
    todo: '使用 Node.js 22.15 或更高版本，或者解压后再扫描。',
  },
  'packed/encrypted': {
    meaning: '压缩包或其中的文件加了密码，没有检查。',
    todo: '手工解压后再扫描。',
  },
  'packed/damaged': {
    meaning: '压缩包损坏、是分卷或使用了未知的压缩方法，有内容没有检查。',
    todo: '手工解压后再扫描。',
  },
  'packed/limit': {
    meaning: '解压后超过上限，没有检查。',
    todo: '提高上限，或者解压后再扫描。',
  },
  'metafile/damaged': {
    meaning: '矢量图（EMF、WMF）损坏或不完整，能读出的文字已检查，其余没有检查。',
    todo: '打开图片用眼查看。',
  },
  'metafile/glyphs': {
    meaning: '矢量图（EMF、WMF）中的文字只存了字形编号，没有检查。',
    todo: '打开图片用眼查看。',
  },
  'metafile/limit': {
    meaning: '矢量图或其中的位图超过数量或大小上限，没有检查。',
    todo: '提高上限后重新扫描，或打开图片用眼查看。',
  },
  'packed/names': {
    meaning: '压缩包内的文件名不是 Unicode，中文显示为 *。',
    todo: '解压后查看文件名。',
  },
  'packed/time': {
    meaning: '时间用完，压缩包后面的内容没有检查。',
    todo: '用 --timeout 提高上限。',
  },
  'vba/damaged': {
    meaning: '文档中的宏损坏，有内容没有检查。',
    todo: '打开文档，人工查看宏。',
  },
  'docx/encrypted': { meaning: '文档加了密码，没有检查。', todo: '去掉密码后再扫描。' },
  'docx/damaged': { meaning: '文档损坏，有内容没有检查。', todo: '用办公软件修复并另存后再扫描。' },
  'warc/damaged': { meaning: '归档文件有损坏，损坏处的记录没有检查。', todo: '取得完整的归档文件。' },
  'warc/empty': { meaning: '归档文件中没有可读的记录。', todo: '确认文件是否完整。' },
  'warc/cut': { meaning: '记录被截断，后面的内容没有检查。', todo: '取得完整的归档文件。' },
  'warc/truncated': { meaning: '采集时内容被截断，后面的内容没有检查。', todo: '重新采集该网页。' },
  'warc/segmented': {
    meaning: '一个文档分成几条记录存放，只能逐条检查，跨记录或压缩的内容没有检查。',
    todo: '直接查看原网页，或者用采集工具合并后再扫描。',
  },
  'warc/limit': { meaning: '记录超过大小上限，没有检查。', todo: '用 --max-bytes 提高上限。' },
  'warc/coding': { meaning: '响应的压缩方式无法解开，没有检查。', todo: '用其他工具解压后再扫描。' },
  'warc/original-missing': {
    meaning: '这是重复采集的记录，原记录不在这次扫描的归档中，没有检查。',
    todo: '连同原归档一起扫描。',
  },
  'warc/time': { meaning: '扫描时间用完，其余记录没有检查。', todo: '用 --timeout 提高上限。' },
  'shard/changed': { meaning: '分片的文件在制定计划后变了。', todo: '重新制定计划。' },
  'node/s3-missing': {
    meaning: '给出的是 S3 地址，但没有安装读取它的软件包。',
    todo: '运行 npm install @aws-sdk/client-s3，或者把对象下载到磁盘再扫描。',
  },
  'engine/bullmq-missing': {
    meaning: '要求通过队列分配工作，但没有安装所需的软件包。',
    todo: '运行 npm install bullmq ioredis，或者不带 --redis 启动 worker。',
  },
  'shard/failed': { meaning: '分片多次失败，已隔离，没有检查。', todo: '查看原因后单独扫描。' },
  'shard/missing': { meaning: '分片还没有结果。', todo: '运行 worker 后再合并。' },
  'filter/bad-line': { meaning: '这一行不是有效的 JSON 请求。', todo: '检查该行。' },
  'filter/failed': { meaning: '这一行没有处理成功。', todo: '单独扫描该内容。' },
  'redact/not-clean': { meaning: '改写后的副本仍有问题，未输出。', todo: '按提示逐条处理。' },
  'zip/damaged': { meaning: '压缩包损坏，没有检查。', todo: '取得完整的压缩包。' },
  'zip/truncated': { meaning: '压缩包不完整，有内容没有检查。', todo: '取得完整的压缩包。' },
  'zip/encrypted': { meaning: '压缩包中的文件加了密码，没有检查。', todo: '去掉密码后再扫描。' },
  'zip/entries': { meaning: '压缩包中的文件数超过上限，其余没有检查。', todo: '解压后扫描。' },
  'zip/time': { meaning: '扫描时间用完，压缩包中的文件没有打开。', todo: '用 --timeout 提高上限。' },
  'zip/crc': {
    meaning: '文件的校验和不符，内容可能损坏；已读的部分做了检查。',
    todo: '取得完整的压缩包。',
  },
  'zip/unlisted': { meaning: '压缩包里藏有目录中没有列出的内容。', todo: '重新打包，只放要发布的文件。' },
};
