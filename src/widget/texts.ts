/** All that the form says by itself; the names of columns and labels are the model's own. */
export interface Texts {
  readonly predict: string;
  readonly missing: string;
  readonly yes: string;
  readonly no: string;
  readonly send: string;
  readonly wasItRight: string;
  readonly whatIsRight: string;
  readonly audit: string;
  readonly thanks: string;
  readonly loading: string;
  readonly range: (low: string, high: string) => string;
  readonly probability: (share: string) => string;
  readonly notNumber: (field: string) => string;
  readonly version: (number: number) => string;
  readonly waiting: (labels: number) => string;
  readonly promoted: string;
  readonly unproven: string;
  readonly forgot: string;
  readonly denied: string;
  readonly elsewhere: string;
  readonly full: string;
}

const en: Texts = {
  predict: 'Predict',
  missing: '(missing)',
  yes: 'Yes',
  no: 'No',
  send: 'Send',
  wasItRight: 'Was this right?',
  whatIsRight: 'What is right?',
  audit: 'This answer was drawn at random to be checked, whether it looks right or not.',
  thanks: 'Thank you. It stays on this device.',
  loading: 'Loading the model …',
  range: (low, high) => `${low} to ${high}`,
  probability: (share) => `with a probability of ${share}`,
  notNumber: (field) => `“${field}” is no number.`,
  version: (number) => `Version ${number}`,
  waiting: (labels) => (labels === 1 ? '1 label waits' : `${labels} labels wait`),
  promoted: 'A new version has proven better and answers.',
  unproven: 'A new version has learnt; it has not proven better yet.',
  forgot: 'A new version was dropped: it had forgotten too much.',
  denied: 'This browser keeps nothing for this page: what is learnt is gone when it is closed.',
  elsewhere: 'Another tab keeps what is learnt; what is said here is gone when this one is closed.',
  full: 'This device has no room left: what is learnt from now on is gone when the page is closed.',
};

const de: Texts = {
  predict: 'Vorhersagen',
  missing: '(fehlt)',
  yes: 'Ja',
  no: 'Nein',
  send: 'Senden',
  wasItRight: 'War das richtig?',
  whatIsRight: 'Was ist richtig?',
  audit: 'Diese Antwort wurde zufällig zum Prüfen ausgelost, ob sie richtig aussieht oder nicht.',
  thanks: 'Danke. Es bleibt auf diesem Gerät.',
  loading: 'Das Modell wird geladen …',
  range: (low, high) => `${low} bis ${high}`,
  probability: (share) => `mit einer Wahrscheinlichkeit von ${share}`,
  notNumber: (field) => `„${field}“ ist keine Zahl.`,
  version: (number) => `Version ${number}`,
  waiting: (labels) => (labels === 1 ? '1 Antwort wartet' : `${labels} Antworten warten`),
  promoted: 'Eine neue Version hat sich als besser erwiesen und antwortet.',
  unproven: 'Eine neue Version hat gelernt; dass sie besser ist, ist noch nicht erwiesen.',
  forgot: 'Eine neue Version wurde verworfen: Sie hatte zu viel vergessen.',
  denied: 'Dieser Browser speichert für diese Seite nichts: Was gelernt wird, geht beim Schließen verloren.',
  elsewhere:
    'Ein anderer Tab speichert, was gelernt wird; was hier gesagt wird, geht beim Schließen verloren.',
  full: 'Auf diesem Gerät ist kein Platz mehr: Was ab jetzt gelernt wird, geht beim Schließen verloren.',
};

const ar: Texts = {
  predict: 'توقّع',
  missing: '(غير معروف)',
  yes: 'نعم',
  no: 'لا',
  send: 'إرسال',
  wasItRight: 'هل كان هذا صحيحًا؟',
  whatIsRight: 'ما الصحيح؟',
  audit: 'اختيرت هذه الإجابة عشوائيًا للتحقق منها، سواء بدت صحيحة أم لا.',
  thanks: 'شكرًا. يبقى ذلك على هذا الجهاز.',
  loading: 'جارٍ تحميل النموذج …',
  range: (low, high) => `من ${low} إلى ${high}`,
  probability: (share) => `باحتمال ${share}`,
  notNumber: (field) => `«${field}» ليس عددًا.`,
  version: (number) => `الإصدار ${number}`,
  waiting: (labels) => `إجابات في الانتظار: ${labels}`,
  promoted: 'أثبت إصدار جديد أنه أفضل، وهو الذي يجيب.',
  unproven: 'تعلّم إصدار جديد، ولم يثبت بعد أنه أفضل.',
  forgot: 'استُبعد إصدار جديد لأنه نسي أكثر مما ينبغي.',
  denied: 'لا يحفظ هذا المتصفح شيئًا لهذه الصفحة: ما يُتعلَّم يضيع عند إغلاقها.',
  elsewhere: 'تحفظ علامة تبويب أخرى ما يُتعلَّم، وما يقال هنا يضيع عند الإغلاق.',
  full: 'لم يبق مكان على هذا الجهاز: ما يُتعلَّم من الآن يضيع عند إغلاق الصفحة.',
};

const TEXTS: Readonly<Record<string, Texts>> = { en, de, ar };

/** The language that stands nearest around the element; English where there are no texts in it. */
export function textsFor(element: Element): { readonly language: string; readonly texts: Texts } {
  const asked = element.closest('[lang]')?.getAttribute('lang') ?? '';
  const [primary = ''] = asked.toLowerCase().split('-');
  const texts = Object.hasOwn(TEXTS, primary) ? TEXTS[primary] : undefined;
  return texts ? { language: asked, texts } : { language: 'en', texts: en };
}
