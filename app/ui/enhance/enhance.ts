/** The one script of every page. Without it everything still works: it saves taps and double orders. */
import { enhanceDrawing } from './drawing.ts'
import { enhanceForms } from './forms.ts'
import { enhanceSteppers } from './steppers.ts'
import { enhanceScales } from './weigh.ts'

enhanceSteppers(document)
enhanceForms(document)
enhanceScales(document)
enhanceDrawing(document)
