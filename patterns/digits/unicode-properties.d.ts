declare module 'unicode-properties' {
  const unicode: {
    getNumericValue(codePoint: number): number | null;
    getCategory(codePoint: number): string;
  };
  export default unicode;
}
