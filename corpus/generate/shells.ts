/** What a government page has around its text: metadata, navigation, statistics scripts, filing numbers. */
export interface Shell {
  readonly before: string;
  readonly after: string;
}

const PORTAL: Shell = {
  before: `<!DOCTYPE html>
<html lang="zh-CN">
<head>
<meta charset="{{charset}}">
<title>{{title}}_{{county}}人民政府</title>
<meta name="SiteName" content="{{county}}人民政府">
<meta name="ArticleTitle" content="{{title}}">
<meta name="PubDate" content="{{iso-date}} 09:32">
<meta name="ContentSource" content="{{bureau}}">
<link rel="stylesheet" href="/r/cms/{{not.hash}}.css">
<script>var _hmt = _hmt || []; var siteId = "{{not.timestamp}}"; (function () { var hm = document.createElement("script"); hm.src = "//hm.example.com/hm.js?{{not.hash}}"; })();</script>
</head>
<body>
<div class="nav"><a href="/">首页</a> &gt; <a href="/zwgk/">政务公开</a> &gt; <a href="/zwgk/{{not.file-name}}">公示公告</a></div>
<table class="index"><tr><td>索 引 号</td><td>{{not.index-number}}</td><td>发布机构</td><td>{{bureau}}</td></tr>
<tr><td>文号</td><td>{{not.document-number}}</td><td>发布日期</td><td>{{iso-date}}</td></tr></table>
<div class="article" id="zoom">
`,
  after: `
</div>
<div class="share" data-id="{{not.uuid}}"></div>
<ul class="attach"><li><a href="./P0{{not.long-timestamp}}.docx?{{not.query-string}}">附件下载</a></li></ul>
<div class="footer"><p>主办：{{county}}人民政府办公室　联系电话：{{landline}}</p>
<p>网站标识码：{{not.meter}}　<a href="#">{{not.icp-filing}}</a>　<img src="/images/ga.png" alt="">{{not.police-filing}}</p></div>
</body>
</html>
`,
};

const WORD: Shell = {
  before: `<html xmlns:o="urn:schemas-microsoft-com:office:office">
<head><meta http-equiv="Content-Type" content="text/html; charset={{charset}}">
<title>{{title}}</title>
<style><!-- p.MsoNormal { margin: 0cm; font-size: 10.5pt; mso-char-indent-count: 2.0 } --></style>
</head>
<body lang="ZH-CN" style="text-justify-trim:punctuation"><div class="Section1">
`,
  after: '\n<p class="MsoNormal"><span lang="EN-US"><o:p>&nbsp;</o:p></span></p></div></body></html>\n',
};

const PLAIN: Shell = {
  before: `<!DOCTYPE html>
<html><head><meta charset="{{charset}}"><title>{{title}}</title></head><body>
<!-- template: detail_{{not.timestamp}}.html -->
<p>来源：{{bureau}}　发布时间：{{iso-date}}　浏览次数：<span id="hits">{{count}}</span></p>
`,
  after: '\n<p><a href="/{{not.file-mobile}}">上一篇</a></p></body></html>\n',
};

export const SHELLS: readonly Shell[] = [PORTAL, PORTAL, WORD, PLAIN];
