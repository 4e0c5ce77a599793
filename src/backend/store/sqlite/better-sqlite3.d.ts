/** The part of the driver that is used here: its own declarations lie outside its package exports. */
declare module 'better-sqlite3' {
  interface Statement {
    readonly reader: boolean;
    all(parameters: readonly unknown[]): unknown[];
    run(parameters: readonly unknown[]): { changes: number | bigint; lastInsertRowid: number | bigint };
    iterate(parameters: readonly unknown[]): IterableIterator<unknown>;
  }
  export default class Database {
    constructor(path: string, options?: { readonly?: boolean; timeout?: number });
    readonly open: boolean;
    readonly inTransaction: boolean;
    exec(sql: string): this;
    prepare(sql: string): Statement;
    pragma(source: string, options?: { simple?: boolean }): unknown;
    close(): void;
  }
}
