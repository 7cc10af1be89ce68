/** The help texts in Chinese; a test holds their options against the English ones. */
export const COMMANDS_ZH = `leaklint：在网页和附件中查找身份证号码、手机号码、银行卡号和账号、详细住址，
说明在哪里、为什么认定，并给出遮盖建议。

  leaklint scan [文件或文件夹…|-]   检查文件、文件夹或标准输入
  leaklint redact 原文件 -o 新文件  按建议遮盖，另存一份，并再检查一遍
  leaklint report 结果.ndjson… -o 文件
                              用一次或多次检查的结果生成通报
  leaklint explain [代码]     报告中的代码是什么意思、怎么处理；不写代码则列出全部
  leaklint serve              以 HTTP 服务的方式使用（leaklint serve --help）
  leaklint filter             逐行读入、逐行输出 NDJSON（leaklint filter --help）
  leaklint mcp                供 AI 助手调用的工具（Model Context Protocol）
  leaklint plan | worker | feed | merge
                              把一次检查分到多台机器（leaklint plan --help）
  leaklint --version | --help

`;

export const SCAN_ZH = `scan（检查）
  -f, --format 格式           pretty（默认，屏幕上阅读）、html（网页报告）、xlsx 或 csv（Excel 问题清单）、json、ndjson、
                              sarif、junit、gitlab；不写时看 --output 的文件名是否以 .html、.csv、.xlsx、.ndjson、.json、.sarif 结尾
  -o, --output 文件           报告写入文件
      --fail-on 级别          leak（默认）、review、any、none：发现哪一级以上时以退出码 1 结束
      --baseline 文件         不再报告文件中已登记的问题；需要密钥
      --update-baseline       把这次的发现登记进去，已不存在的条目移除
      --baseline-reason 原因、--baseline-expires 年-月-日
                              新登记条目的原因和到期日
  -j, --jobs 数量             同时运行的子进程
      --exclude 名称          跳过这个名称的文件和文件夹，* 代表任意字符，可重复
                              （会取代默认的 .git、.hg、.svn）
      --ordered               ndjson 按输入顺序，而不是按完成顺序
      --checkpoint 文件       记录进度；中断后再次运行时接着做
      --changed-only 文件     内容与上次检查记录相同的文件、网页存档中的网页、大压缩包中的文件不再检查
      --since 日期            不检查更早的文件和网页存档
      --progress json         进度以 JSON 逐行写到标准错误
      --risk                  采用建议之后，每张表里还能认出谁、应当再概括什么；遮盖后还剩多少种可能
      --reveal                报告中写出原值（注意：这样的报告本身就是泄露）

`;

export const SHARED_ZH = `scan 和 redact 通用
      --policy 名称|文件      按哪套规则给出建议：default、strict、publicity-list（公示名单）、student-aid（学生资助）、
                              court（裁判文书）、penalty（行政处罚）、contact-notice、bank-display；auto：按标题选用
      --entities 列表|all     只查哪些：resident-id,mobile,bank-card,bank-account,address,…
      --timeout 秒            每个文件的时间
      --max-bytes 字节        每个文件的大小
      --max-depth 层数        压缩包里的压缩包
      --ocr 方式              扫描页和图片中的文字：auto（默认，装有 tesseract.js 及其模型时识别）、off、
                              required（没有装就报错）
      --ocr-pages 数量        每个文件识别的图片和扫描页（默认 300）
      --ocr-timeout 秒        每张图片的时间（默认 60）
      --stdin-filename 名称   标准输入的文件名
      --config 文件           JSON 设置（默认从当前目录向上找 leaklint.config.json 或 .leaklintrc.json，
                              不使用被检查文件夹里的）
      --key-file 文件         指纹的密钥（或环境变量 LEAKLINT_KEY）
      --locale zh-CN|en       报告和提示的语言（或环境变量 LEAKLINT_LOCALE）
      --today 年-月-日        出生日期不会晚于这一天
  -q, --quiet                 不显示进度和提示
      --color、--no-color     颜色；也可用 NO_COLOR、FORCE_COLOR
`;

export const REDACT_ZH = `redact（遮盖；原文件是文件夹时新文件也是文件夹，没有问题的照抄，不能遮盖的不写）
  -i, --in-place              直接替换原文件，原件留作 FILE.bak
      --no-backup             不留原件
  -n, --dry-run               不写文件，只显示会改什么（已遮盖）
      --force                 还有泄露或没读到的内容也写
`;

export const REPORT_ZH = `report（通报；读取 scan --format ndjson 的结果）
  -f, --format 格式           html（默认）、docx、xlsx、json；不写时看文件名
      --previous 文件         上次检查的结果，用来对比已整改、未整改、新增；可重复
      --units 文件            CSV，每行“前缀,单位”：哪些网页归哪个单位（默认按网站或第一级文件夹）
      --title 标题、--date 年-月-日、--locale zh-CN|en
`;

export const EXIT_ZH = `
退出码：0 没有问题；1 发现 --fail-on 级别以上的问题；2 用法有误或出错；
3 没有发现，但有内容没能读取。

English: leaklint --help --locale en
`;

export const SERVE_ZH = `leaklint serve：以 HTTP 服务的方式检查，供其他语言的系统调用

      --host 地址             默认 127.0.0.1；其他地址必须有 --token-file
      --port 端口             默认 8765；0 为任意空闲端口
      --token-file 文件       调用方在 Authorization: Bearer 中发送文件的第一行
      --shape 列表            v1,presidio,cn-check：提供哪些接口（默认全部）
      --max-body 字节         每个请求的大小（默认 33554432）
      --max-in-flight 数量    同时处理的请求（默认 256）；超出的回答 503
      --allow-host 名称       除地址和 localhost 以外调用方可用的主机名；可重复
  -j, --jobs 数量             处理文件的子进程
      --policy、--entities、--timeout、--max-bytes、--max-depth、--ocr、--ocr-pages、--ocr-timeout、
      --config、--key-file、--locale、--today：与 scan 相同
      --reveal                回答中写出原值（注意：这样的回答本身就是泄露）
  -q, --quiet                 不为每个请求写日志

标准输出：一行 JSON，说明地址。标准错误：每个请求一行 JSON，不含任何正文。
收到 SIGTERM 或 Ctrl-C 后，处理完手上的请求再停止。
`;

export const FILTER_ZH = `leaklint filter：逐行读入、逐行输出 NDJSON，顺序与输入相同

  输入  { "id": …, "text" | "html" | "path" | "bytes": …, "name"?: … }   bytes 为 base64；id 可以是任意 JSON 值
  输出  { "id": …, "result": { … } } 或 { "id": …, "error": { "code", "message" } }

  -j, --jobs 数量             处理文件的子进程
      --max-line 字节         一行的长度（默认 67108864）；超出的一行得到错误
      --policy、--entities、--timeout、--max-bytes、--max-depth、--config、--key-file、--locale、--today、--reveal：
                              与 scan 相同

每一行都得到回答时退出码为 0，不论发现什么；2 用法有误；3 被中断。
`;

export const MCP_ZH =
  'leaklint mcp：通过标准输入输出提供 Model Context Protocol；工具 scan_text、scan_file、redact_text\n';

export const SHARDS_ZH = `leaklint plan 路径… -o 计划     把要检查的内容分成若干份：网页存档、存档的片段、成批的文件
      --files 数量            每份的文件数（500）
      --split 字节            把 .warc.gz 切成这样大小的片段
      --digest                按内容而不是按大小和时间辨认文件
      --exclude 名称          跳过这个名称的文件和文件夹；可重复
leaklint worker 计划 --out 文件夹  做还没有人做完的各份；机器和进程数量不限
      --shard K/N             只做从第 K 份起每隔 N 份的一份（Slurm、GNU parallel 的数组任务）
  -j, --jobs 数量             同时运行的子进程
      --redis 地址            从 leaklint feed 的队列领取（需要 bullmq 和 ioredis 包）
      --lease 秒              多久没有动静后由别的进程接手（60）
leaklint feed 计划 --out 文件夹 --redis 地址   填充队列，直到每一份都做完
leaklint merge 计划 --out 文件夹   合成一份 NDJSON，每个结果一次；最后一行是总计
  -o, --output 文件           写入文件
      --partial               没做完的各份列为未读取
      --fail-on 级别          leak（默认）、review、any、none
plan 和 worker 接受 scan 中决定查什么的选项：--policy、--entities、--timeout、--max-bytes、
--max-depth、--config、--key-file、--locale、--today；两处必须相同。
`;
