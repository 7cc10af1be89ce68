/** What the command says, in Chinese: the English sentence → the Chinese one, with the same values. */
export const ZH: Readonly<Record<string, string>> = {
  '{0}: {1}': '{0}：{1}',
  'fatal error ({0})': '程序出错（{0}）',

  // Commands and flags.
  'unknown command "{0}"; commands: {1} (leaklint --help)':
    '没有“{0}”这个命令；可用的命令：{1}（leaklint --help）',
  'unknown option {0} (leaklint --help)': '没有 {0} 这个选项（leaklint --help）',
  'unknown option {0}; did you mean --{1}?': '没有 {0} 这个选项；是不是想写 --{1}？',
  '"{0}" is one word too many (leaklint --help)': '多写了“{0}”（leaklint --help）',
  '{0} takes no value': '{0} 后面不带值',
  '{0} needs a value; write {1}=VALUE if it begins with -': '{0} 后面缺少值；值以 - 开头时写成 {1}=值',
  '--{0} must be a number above 0': '--{0} 应当是大于 0 的数',
  '--{0} must be a whole number above 0': '--{0} 应当是大于 0 的整数',
  '--{0} must be a whole number from {1}': '--{0} 应当是不小于 {1} 的整数',
  '--locale must be zh-CN or en': '--locale 应当是 zh-CN 或 en',
  '--fail-on must be leak, review, any or none': '--fail-on 应当是 leak、review、any 或 none',
  '--ocr must be {0}': '--ocr 应当是其中之一：{0}',
  '--ocr required: the recogniser is not installed; npm install {0}':
    '--ocr required：没有安装文字识别；请运行 npm install {0}',
  '--progress must be json': '--progress 应当是 json',
  '--since must be a date, YYYY-MM-DD or with a time as in ISO 8601':
    '--since 应当是日期，例如 2026-01-31，可以带时间',
  '--today must be a day, YYYY-MM-DD': '--today 应当是日期，例如 2026-01-31',
  '--date must be a day, YYYY-MM-DD': '--date 应当是日期，例如 2026-01-31',
  '--baseline-expires must be a day, YYYY-MM-DD': '--baseline-expires 应当是日期，例如 2026-01-31',
  '--changed-only names the checkpoint of an earlier scan; there is no such file':
    '--changed-only 应当写上次检查的记录文件；没有这个文件',
  '--baseline-reason and --baseline-expires need --update-baseline':
    '--baseline-reason 和 --baseline-expires 要与 --update-baseline 一起用',
  '--update-baseline needs --baseline FILE': '--update-baseline 要与 --baseline 文件 一起用',
  'format "{0}" is not supported; supported: {1}': '不支持“{0}”格式；可用的格式：{1}',
  '{0} needs -o FILE (- for standard output)': '{0} 格式要用 -o 写明文件（- 为标准输出）',

  // Files.
  'could not be read ({0})': '读不出来（{0}）',
  'is not valid JSON': '不是正确的 JSON',
  '{0}: could not be read ({1})': '{0}：读不出来（{1}）',
  '{0}: no such file': '{0}：没有这个文件',
  '{0}: no such file or folder': '{0}：没有这个文件或文件夹',
  "{0}: can't be written ({1})": '{0}：写不进去（{1}）',
  '{0} is a folder; name a file to write': '{0} 是文件夹；请写一个文件名',
  'standard output': '标准输出',
  'the disk is full': '磁盘已满',
  'the disk is read-only': '磁盘只读',
  'no permission': '没有权限',
  'the folder does not exist': '文件夹不存在',
  'it is a folder': '这是一个文件夹',
  'wrote {0}': '已写入 {0}',
  'wrote {0}: {1} leaks, {2} to be decided by a person, {3} documents not read in full':
    '已写入 {0}：泄露 {1} 处，需人工判断 {2} 处，未能完整读取的文档 {3} 个',
  'and {0} more': '另有 {0} 个',

  // Configuration, policy, key.
  '{0}: must hold an object': '{0}：内容应当是一个对象 { … }',
  '{0}: unknown key "{1}"; known: {2}': '{0}：没有“{1}”这一项；可用的有：{2}',
  '{0}: "{1}" {2}': '{0}："{1}" {2}',
  '{0} lies inside what is scanned and is not used; name it with --config to use it':
    '{0} 在被检查的文件夹里，没有采用；要用它请写 --config',
  'must be a text': '应当是一段文字',
  'must be a number above 0': '应当是大于 0 的数',
  'must be a list of texts': '应当是文字的列表',
  'must be a name or an object': '应当是名称或对象',
  'must be a list of texts or objects': '应当是文字或对象的列表',
  'entry {0} {1}': '第 {0} 项{1}',
  'must be a text or an object': '应当是文字或对象',
  'has "{0}"; known: value, fingerprint, pattern, reason, expires':
    '里有“{0}”；可用的有 value、fingerprint、pattern、reason、expires',
  'needs a value, a fingerprint or a pattern': '缺少 value、fingerprint 或 pattern',
  'has a pattern that is no regular expression': '的 pattern 不是正确的正则表达式',
  'needs a reason': '缺少 reason（原因）',
  'must be an object': '应当是对象',
  'must be true, false or { "k": number }': '应当是 true、false 或 { "k": 数字 }',
  'must be one of {0}': '应当是其中之一：{0}',
  '"{0}" must be a number above 0': '"{0}" 应当是大于 0 的数',
  'policy {0}: {1}': '规则文件 {0}：{1}',
  'key file {0}: could not be read ({1})': '密钥文件 {0}：读不出来（{1}）',
  'token file {0}: could not be read ({1})': '令牌文件 {0}：读不出来（{1}）',

  // scan and its baseline.
  'name files or folders to scan, or - for standard input':
    '请写明要检查的文件或文件夹，例如：leaklint scan 网站目录（- 为标准输入）',
  'a baseline holds keyed fingerprints: set LEAKLINT_KEY or --key-file (at least 16 bytes; without a key every mobile number could be tried against it)':
    '基线文件里是带密钥的指纹：请设置 LEAKLINT_KEY 或 --key-file（至少 16 字节；没有密钥，逐个试手机号就能还原）',
  'baseline {0}: could not be read as JSON': '基线文件 {0}：不是正确的 JSON',
  'baseline {0}: is no baseline of version 1': '基线文件 {0}：不是第 1 版的基线文件',
  'baseline {0}: was written under another key': '基线文件 {0}：是用另一个密钥写的',
  'baseline {0}: entry {1} {2}': '基线文件 {0}：第 {1} 条{2}',
  'is no object': '不是对象',
  'must have artifact, entity and fingerprint': '缺少 artifact、entity 或 fingerprint',
  'has a reason that is no text': '的 reason 不是文字',
  'has an expires that is no day, YYYY-MM-DD': '的 expires 不是日期（年-月-日）',
  'baseline {0}: {1} entries have expired; their findings are reported again':
    '基线文件 {0}：{1} 条已到期，重新报告',
  'baseline {0}: {1} stale entries match nothing any more and are taken out:':
    '基线文件 {0}：{1} 条已不存在，现已移除：',
  'baseline {0}: {1} stale entries match nothing any more and can be taken out with --update-baseline:':
    '基线文件 {0}：{1} 条已不存在，可用 --update-baseline 移除：',

  // redact.
  'redact takes a file: leaklint redact IN -o OUT': '请写明要遮盖的文件：leaklint redact 原文件 -o 新文件',
  'use -o OUT or --in-place, not both': '-o 和 --in-place 只能用一个',
  'redact needs -o OUT (- for standard output), --in-place or --dry-run':
    '请用 -o 写明新文件（- 为标准输出），或用 --in-place、--dry-run',
  '--in-place needs files, not standard input': '--in-place 要用在文件上，不能用在标准输入上',
  'several files need a folder: -o FOLDER': '有多个文件时，-o 后面写文件夹',
  'OUT is inside IN; write the copies to another folder': '新文件夹在原文件夹里面；请写到别的文件夹',
  'IN and OUT are the same file; write the copy to another place, or use --in-place':
    '新文件和原文件是同一个；请写到别处，或用 --in-place',
  'two files would become {0}; redact them one by one': '有两个文件都会写成 {0}；请分别处理',
  '--dry-run writes nothing; leave out -o': '--dry-run 不写文件；请去掉 -o',
  '{0}: larger than {1} bytes; raise --max-bytes': '{0}：超过 {1} 字节；请调高 --max-bytes',
  '{0}: is read-only; nothing was changed': '{0}：是只读文件，没有改动',
  '{0}: {1} exists; move it away or use --no-backup; nothing was changed':
    '{0}：{1} 已存在，没有改动；请移走它，或用 --no-backup',
  '{0}: was changed by somebody else meanwhile; nothing was changed, run again':
    '{0}：处理期间被别人改过，没有改动；请再运行一次',
  '{0}page {1}': '{0}第 {1} 页',
  '{0}line {1}, column {2}': '{0}第 {1} 行第 {2} 列',
  '{0}: ': '{0}：',
  '{0} files: {1} values applied, {2} files written, {3} files not proven clean or not readable':
    '共 {0} 个文件：已遮盖 {1} 处，写出文件 {2} 个，不能保证处理干净或读不出来的文件 {3} 个',
  '{0} applied, {1} refused; left in the copy: {2} leaks, {3} unread':
    '已遮盖 {0} 处，未能遮盖 {1} 处；新文件中还有泄露 {2} 处、未读取 {3} 处',
  '{0} was not written: the copy is not proven clean (--force writes it anyway)':
    '没有写 {0}：不能保证新文件已处理干净（--force 可强行写入）',

  // report.
  'name the results to report on: leaklint report RESULTS.ndjson… -o FILE':
    '请写明检查结果：leaklint report 结果.ndjson… -o 通报.docx',
  'the files hold no results: nothing to report on': '文件里没有检查结果，无法生成通报',
  '{0}: was scanned with a baseline, which hides findings, so that they would seem rectified; scan without --baseline to compare':
    '{0}：检查时用了 --baseline，登记过的问题不在结果里，会被当成已整改；请不带 --baseline 再检查一次',
  '{0}: line {1} is no result; give the output of leaklint scan --format ndjson':
    '{0}：第 {1} 行不是检查结果；请用 leaklint scan --format ndjson 的输出',
  '{0}: line {1} is not valid JSON; give the output of leaklint scan --format ndjson':
    '{0}：第 {1} 行不是正确的 JSON；请用 leaklint scan --format ndjson 的输出',

  // explain.
  'unknown code "{0}"; near: {1}': '没有“{0}”这个代码；相近的有：{1}',
  'unknown code "{0}"; leaklint explain lists all': '没有“{0}”这个代码；leaklint explain 列出全部',

  // serve, mcp, plan, worker, merge.
  "{0} port {1} can't be listened on ({2})": '{0} 的端口 {1} 不能使用（{2}）',
  'mcp takes no arguments; settings come from the configuration file': 'mcp 不带参数；设置写在配置文件里',
  'name files or folders to plan': '请写明要检查的文件或文件夹',
  'the plan was made with other settings or another version: use the same flags, or plan anew':
    '制定计划时用的是别的设置或版本：请用相同的选项，或重新制定计划',
  'name one plan, made by "leaklint plan"': '请写明一份由 leaklint plan 生成的计划',
  '--out DIR: the folder of markers and results': '--out 文件夹：存放标记和结果的地方',
  '--redis and --shard are two ways to share the work: give one':
    '--redis 和 --shard 是两种分工办法，只能用一个',
  '--redis URL: where the queue is': '--redis 地址：队列在哪里',
  '--shard must be K/N with K from 1 to N': '--shard 应当写成 K/N，K 从 1 到 N',
  '{0} shards, {1} bytes': '分成 {0} 片，共 {1} 字节',
  'shard {0}: {1}': '第 {0} 片：{1}',
  'was read': '已检查完',
  'had been read before': '此前已检查过',
  'is being read elsewhere': '别的进程正在检查',
  'failed and will be tried again': '失败，稍后再试',
  'failed several times and was set aside': '多次失败，已搁置',
  'was interrupted': '已中止',
  'queue {0}': '队列 {0}',
  '{0} of {1} shards done, {2} in quarantine, {3} active':
    '{1} 片中已完成 {0} 片，搁置 {2} 片，正在做 {3} 片',
  'Redis: {0}; waiting for it': 'Redis 连不上（{0}），等待恢复',

  // The line of progress.
  '  {0} left': '  剩余 {0}',
  '{0} docs  {1}/s {2} MB/s{3}  {4} found  {5} unread': '{0} 份  每秒 {1} 份 {2} MB{3}  发现 {4}  未读 {5}',

  // What the library says about files that belong to it (`saidOf`).
  '{0} of {1} shards are not finished: run workers, or merge with --partial':
    '{1} 片中还有 {0} 片没有完成：请运行 leaklint worker，或用 --partial 合并',
  'shard {0}: its output is not what its marker says; remove {0}.done and run a worker':
    '第 {0} 片的结果与标记不符；请删除 {0}.done，再运行 leaklint worker',
  'the checkpoint file is none: name another file': '这个文件不是断点文件：请换一个文件名',
  'the checkpoint was made with other settings or another version: name another file':
    '断点文件是用别的设置或版本生成的：请换一个文件名',
  'the plan is cut off: make it again': '计划文件不完整：请重新制定',
  'the plan is damaged: make it again': '计划文件已损坏：请重新制定',
  'the file is no plan: make one with "leaklint plan"': '这个文件不是计划：请用 leaklint plan 制定',
  'the address of Redis must be redis://host:port': 'Redis 的地址应当写成 redis://主机:端口',
  'the database of Redis must be a number': 'Redis 的库号应当是数字',
  'the address of an object must be s{0}://bucket/key': '对象的地址应当写成 s{0}://桶/键',
  'option "since" must be an ISO {0} date': '--since 应当是日期，例如 2025-01-01（ISO {0}）',
  'engine/bullmq-missing: the packages bullmq and ioredis are not installed: npm install bullmq ioredis':
    '没有安装 bullmq 和 ioredis：npm install bullmq ioredis（engine/bullmq-missing）',
};
