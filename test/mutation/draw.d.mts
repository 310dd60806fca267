export declare const NOT_DRAWN: string;
export declare function isDrawn(
  share: number,
  mutant: {
    readonly path: string;
    readonly mutatorName: string;
    readonly replacement: string | undefined;
    readonly lines: readonly [number, number];
    readonly columns: readonly [number, number];
  },
): boolean;
