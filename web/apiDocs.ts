import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import type { Plugin } from 'vite';

const files = ['swagger-ui-dist/swagger-ui.css', 'swagger-ui-dist/swagger-ui-bundle.js', 'redoc/bundles/redoc.standalone.js'];

/** Puts Swagger UI and ReDoc under /docs of the built site: the pages /api/docs and /api/redoc load nothing from elsewhere. */
export function apiDocs(): Plugin {
  return {
    name: 'api-docs',
    apply: 'build',
    generateBundle() {
      for (const file of files) {
        const source = readFileSync(new URL(`./node_modules/${file}`, import.meta.url));
        this.emitFile({ type: 'asset', fileName: `docs/${basename(file)}`, source });
      }
    },
  };
}
