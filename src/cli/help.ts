/** The help texts in English, and the choice among them. */
import { COMMANDS_ZH, EXIT_ZH, REDACT_ZH, REPORT_ZH, SCAN_ZH, SHARED_ZH } from './help-zh.js';
import type { Io } from './io.js';
import { spokenLocale } from './words.js';

const COMMANDS = `leaklint: find Chinese resident IDs, mobile numbers, bank cards and accounts, and home addresses
in web pages and attachments; say where and why; suggest a de-identification.

  leaklint scan [PATH…|-]     scan files, folders, standard input
  leaklint redact IN -o OUT   write a copy with the suggestions applied, proven by a second scan
  leaklint serve              the same over HTTP (leaklint serve --help)
  leaklint filter             NDJSON in, NDJSON out (leaklint filter --help)
  leaklint mcp                tools for AI agents (Model Context Protocol) on standard input and output
  leaklint report RESULTS.ndjson… -o FILE
                              an inspector's bulletin from the results of one or many scans
  leaklint plan | worker | feed | merge
                              one scan on many machines (leaklint plan --help)
  leaklint explain [CODE]     what a code of a report means; without a code, all codes
  leaklint --version | --help

`;

const SCAN = `scan
  -f, --format FORMAT         pretty (default), json, ndjson, html, csv, xlsx, sarif, junit, gitlab; without it,
                              by the name of FILE where that ends in .html, .csv, .xlsx, .ndjson, .json or .sarif
  -o, --output FILE           write the report to a file
      --fail-on LEVEL         leak (default), review, any, none: what ends with exit code 1
      --baseline FILE         leave out findings that the file knows; needs a key
      --update-baseline       write the findings of this scan to the baseline; stale entries go
      --baseline-reason TEXT, --baseline-expires YYYY-MM-DD
                              for entries that are new
  -j, --jobs N                child processes at a time
      --exclude NAME          leave out files and folders of this name, * for any characters; repeatable
                              (replaces the default: .git, .hg, .svn)
      --ordered               ndjson in the order of the inputs, not as they are finished
      --checkpoint FILE       keep a journal; a scan that was killed goes on where it was when it is started again
      --changed-only FILE     leave out files, captures and entries of large archives that an earlier journal knows
      --since DATE            leave out files and captures of web archives that are older
      --progress json         events on standard error, one a line
      --risk                  who can still be told apart in each table once the suggestions are applied, and what
                              to make coarser; values left behind each suggested mask
      --reveal                put raw values into the report (careful: the report is then a leak itself)

`;

const SHARED = `scan and redact
      --policy NAME|FILE      policy that turns findings into suggestions: default, strict, publicity-list, student-aid,
                              court, penalty, contact-notice, bank-display; auto: what each title calls for
      --entities LIST|all     resident-id,mobile,bank-card,bank-account,address,…
      --timeout SECONDS       time for one file
      --max-bytes N           size of one file
      --max-depth N           containers inside containers
      --ocr MODE              text in scanned pages and pictures: auto (default: read when tesseract.js and its
                              model are installed), off, required (an error without them)
      --ocr-pages N           pictures and scanned pages recognised of one file (default 300)
      --ocr-timeout SECONDS   time for one of them (default 60)
      --stdin-filename NAME   name for standard input
      --config FILE           JSON settings (default: leaklint.config.json or .leaklintrc.json from the
                              working directory upward, never from inside what is scanned)
      --key-file FILE         key of the fingerprints (or LEAKLINT_KEY)
      --locale zh-CN|en       language of report and messages (or LEAKLINT_LOCALE)
      --today YYYY-MM-DD      no birth date lies after this day
  -q, --quiet                 no progress, no notes
      --color, --no-color     also NO_COLOR, FORCE_COLOR
`;

const REDACT = `redact (a folder IN needs a folder OUT: clean files are copied, refused ones left out)
  -i, --in-place              replace the files themselves; the originals stay as FILE.bak
      --no-backup             without that
  -n, --dry-run               write nothing, show what would change (masked)
      --force                 write the copy although leaks or unread parts are left
`;

const REPORT = `report (reads what scan --format ndjson writes)
  -f, --format FORMAT         html (default), docx, xlsx, json; else by the name of FILE
      --previous FILE         results of an earlier scan: rectified, not rectified, new; repeatable
      --units FILE            CSV of prefix,unit: who answers for which pages (default: site or first folder)
      --title TEXT, --date YYYY-MM-DD, --locale zh-CN|en
`;

const EXIT = `
Exit codes: 0 clean; 1 findings at or above --fail-on; 2 wrong usage or fatal error;
3 nothing of that kind found, but something could not be read.

中文帮助：leaklint --help --locale zh-CN
`;

type Topic = 'scan' | 'redact' | 'report';

/** Everything, or what concerns one command. */
export function helpText(args: readonly string[], env: Io['env'], topic?: Topic): string {
  const chinese = spokenLocale(args, env) === 'zh-CN';
  const [commands, scan, shared, redact, report, exit] = chinese
    ? [COMMANDS_ZH, SCAN_ZH, SHARED_ZH, REDACT_ZH, REPORT_ZH, EXIT_ZH]
    : [COMMANDS, SCAN, SHARED, REDACT, REPORT, EXIT];
  switch (topic) {
    case 'scan':
      return `leaklint scan [PATH…|-]\n\n${scan}${shared}${exit}`;
    case 'redact':
      return `leaklint redact IN -o OUT\n\n${redact}\n${shared}${exit}`;
    case 'report':
      return `leaklint report RESULTS.ndjson… -o FILE\n\n${report}`;
    default:
      return `${commands}${scan}${shared}${redact}${report}${exit}`;
  }
}

/** @returns Exit code 0. */
export async function help(args: readonly string[], io: Io, topic?: Topic): Promise<number> {
  await io.out(helpText(args, io.env, topic));
  return 0;
}
