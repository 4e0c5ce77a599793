import type { Context } from '../context.ts';
import { contentHandlers } from './content.ts';
import { uploadHandlers } from './upload.ts';

export const documentHandlers = (context: Context) => ({
  ...contentHandlers(context),
  ...uploadHandlers(context),
});
