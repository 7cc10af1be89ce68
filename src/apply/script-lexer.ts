/**
 * Where in a script an offset stands: enough of the grammar to tell strings and comments from code.
 *
 * Source: ECMA-262, "Lexical Grammar" (comments, string and template literals, regular expressions); JSON is
 * a part of it. Template substitutions count as text of the template.
 */
export type ScriptState = 'code' | 'string' | 'line-comment' | 'block-comment' | 'regex';

/** Goes forward only: offsets must ascend. */
export class ScriptLexer {
  readonly #text: string;
  #at: number;
  #state: ScriptState = 'code';
  #quote = '';
  #class = false;
  /** Last character of code that is no white space. */
  #last = '';

  constructor(text: string, start: number) {
    this.#text = text;
    this.#at = start;
  }

  /** State in front of the character at `offset`. */
  stateAt(offset: number): ScriptState {
    while (this.#at < offset) this.#step();
    return this.#state;
  }

  #step(): void {
    const character = this.#text.charAt(this.#at);
    const next = this.#text.charAt(this.#at + 1);
    this.#at++;
    switch (this.#state) {
      case 'code':
        this.#code(character, next);
        return;
      case 'string':
        if (character === '\\') this.#at++;
        else if (character === this.#quote || (this.#quote !== '`' && character === '\n')) this.#end('"');
        return;
      case 'regex':
        if (character === '\\') this.#at++;
        else if (character === '[') this.#class = true;
        else if (character === ']') this.#class = false;
        else if ((character === '/' && !this.#class) || character === '\n') this.#end(')');
        return;
      case 'line-comment':
        if (character === '\n' || character === '\r') this.#state = 'code';
        return;
      default:
        if (character === '*' && next === '/') {
          this.#at++;
          this.#state = 'code';
        }
    }
  }

  #code(character: string, next: string): void {
    if (character === '"' || character === "'" || character === '`') {
      this.#state = 'string';
      this.#quote = character;
    } else if (character === '/' && next === '/') {
      this.#state = 'line-comment';
    } else if (character === '/' && next === '*') {
      this.#state = 'block-comment';
      this.#at++;
    } else if (character === '/' && '(,=:[!&|?{};+-*%~^<>'.includes(this.#last)) {
      // After an operator or a bracket that opens, `/` can't divide.
      this.#state = 'regex';
      this.#class = false;
    } else if (character.trim() !== '') this.#last = character;
  }

  #end(last: string): void {
    this.#state = 'code';
    this.#last = last;
  }
}
