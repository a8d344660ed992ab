// Files with size and fingerprint; a click downloads, where the file is at hand.
import { Hash } from '@motcua/shared/components/Hash.tsx';
import { formatSize } from '@motcua/shared/i18n/format.ts';

export interface ListedFile {
	key: string;
	name: string;
	size: number;
	sha256: string;
}

export function FileList({ files, onOpen }: { files: readonly ListedFile[]; onOpen?: (file: ListedFile) => void }) {
	return (
		<ul class="files">
			{files.map((file) => (
				<li class="file" key={file.key}>
					<div class="file__about">
						{onOpen ? (
							<button type="button" class="link file__name" onClick={() => onOpen(file)}>
								{file.name}
							</button>
						) : (
							<span class="file__name">{file.name}</span>
						)}
						<div class="file__state">{formatSize(file.size)}</div>
						<Hash value={file.sha256} />
					</div>
				</li>
			))}
		</ul>
	);
}
