/** A file of a result, as the callback and the status answer name it (contract, section 6). */
export type FileFields = {
  readonly filename: string;
  readonly mime_type: string;
} & ({ readonly file_base64: string } | { readonly object_key: string });

/** The fields of a result. */
export type ResultFields =
  | { readonly output_type: TextType | 'json'; readonly result_text: string }
  | { readonly output_type: 'url'; readonly result_url: string }
  | { readonly output_type: 'file'; readonly files: readonly FileFields[] };

export type TextType = 'text' | 'csv' | 'html';
