export { inBursts } from './bursts.ts';
export { cells, LevelCells, NameLink } from './cells.tsx';
export { RowGrid, type Column } from './row-grid.tsx';
export { createRows, rowAt, selectedRow, type RowsState } from './rows.ts';
