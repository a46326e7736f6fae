/** The script of the desk's pages, beside the one of every page. Without it they work, each as of when it was opened. */
import { keepLive } from './live.ts'
import { offerScan } from './scan.ts'

keepLive(document)
offerScan(document)
