// Holds a bill of materials against CycloneDX' schema, as CycloneDX' own library does:  cyclonedx.mjs < FILE
// Says nothing and ends with 0 if it is one, or with what is wrong and 1.
import { readFileSync } from 'node:fs'
import { Spec, Validation } from '@cyclonedx/cyclonedx-library'

const wrong = await new Validation.JsonStrictValidator(Spec.Version.v1dot6).validate(readFileSync(0, 'utf8'))
if (wrong !== null) {
	console.error(wrong)
	process.exit(1)
}
