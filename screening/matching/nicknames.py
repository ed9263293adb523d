"""Given names and what their bearers are called: Bob for Robert, Sasha for Aleksandr, Kees for Cornelis.

Passports and lists hold the full name, declarations and badges often the short one. The table was written by
hand in November 2026 for the languages of European ports and of the lists. English forms were checked against
the package nicknames 1.0.1, which knows no other language and counts Erin for Aaron; the others follow
Wikipedia ("Hypocorism", "Dutch name", "Portuguese name", "East Slavic name") and each country's own lists.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from screening.matching.spelling import sound

# Each entry: full names in any spelling, a colon, their short forms as they are written in Latin letters.
# Short forms that are also particles are left out (Al, Ben), and those that are given to children only.
_ENGLISH = """
abigail: abby gail; abraham: abe; albert: bert bertie; alexander: alex alec sandy xander lex
alexandra: alex sandra sandy lexie; alfred: alf alfie fred; amanda: mandy; andrew: andy drew; anthony: tony
archibald: archie; arthur: art artie; barbara: barb babs; bartholomew: bart; benjamin: benny benji benjy
bernard: bernie; bradley bradford: brad; charles: charlie charley chuck chaz; charlotte: lottie
catherine katherine katharine kathryn kathleen: kate katie kath kathy cathy kitty
christopher: chris kit topher; christine christina: chris chrissie tina; clifford: cliff; cynthia: cindy
daniel: dan danny; david: dave davy; deborah: deb debbie; donald: don donnie; dorothy: dot dottie dolly
douglas: doug; edmund edwin: ed eddie; edward: ed eddie ted teddy ned; eleanor: ellie nell nora
elizabeth elisabeth: liz lizzie beth betty betsy bess libby; eugene: gene; frances: fran
francis franklin: frank frankie; frederick frederic: fred freddie freddy; gabriel: gabe
geoffrey jeffrey: geoff jeff; gerald gerard: gerry jerry; gilbert: gil bert; gregory: greg; harold: harry hal
henry: harry hal hank; herbert hubert: herb bert; isabel isabella: bella izzy; jacob: jake
jacqueline: jackie; james: jim jimmy jamie; jennifer: jen jenny; jeremy jeremiah: jerry; jessica: jess jessie
joanna: jo; john: jack johnny; jonathan: jon jonny; joseph: joe joey; joshua: josh; judith: judy
kenneth: ken kenny; lawrence laurence: larry; leonard: len lenny leo; louis lewis louise: lou
margaret: maggie meg peggy marge margie; mary: molly polly; matthew: matt; maximilian: max
michael: mike mick mickey; mitchell: mitch; nathan nathaniel: nat nate; nicholas: nick nicky; oliver: ollie
pamela: pam; patricia: pat patty tricia trish; patrick: pat paddy; peter: pete; philip: phil
raymond: ray; rebecca: becky becca; reginald: reg reggie; richard: dick rick ricky rich richie
robert: bob bobby rob robbie bert; roderick rodney: rod; ronald: ron ronnie; russell: russ
samuel samantha: sam sammy; sarah: sally sadie; sebastian: seb; sidney: sid; stanley: stan
stephen steven: steve; stuart stewart: stu; susan susanna: sue susie; terence: terry; theresa: terry tess
theodore: ted teddy theo; thomas: tom tommy; timothy: tim timmy; valerie: val; victor: vic; victoria: vicky
vincent: vince vinny; virginia: ginny; walter: walt wally; wilfred: wilf; william: bill billy will willy
zachary: zach zack
"""
_DUTCH = """
abraham: bram; adrianus adriaan: ad adrie arie; albertus: bert ab; alfons alphonsus: fons
antonius antoon anton: ton toon teun; augustinus augustijn: guus stijn; augustus gustaaf: guus gust staf
bartholomeus: bart; catharina: trijntje katrien rina toos; christiaan: chris
cornelis cornelius: kees cees cor nelis; cornelia: corrie nel cora; diederik: dirk
elisabeth: els lies liesbeth betsie elly; franciscus: frans; geertruida: truus trudy
gerardus: gerard gerrit gert geert; gijsbert gijsbertus: gijs bert; helena: lena leen
hendrik hendricus: henk rik hein; hendrika: riek rika henny; hieronymus: jeroen; hubertus: huub bert
jacobus jacob: jaap koos cobus sjaak; jacques: sjaak; johanna: hanna hanneke joke jo
johannes joannes: jan johan hans hannes joop; joseph jozef josephus: jef jos sjef joop; lambertus: bert
leonardus: leo; margaretha: greet margriet griet marga; maria: mia ria mieke marijke miep riet
martinus: maarten martijn tinus; mattheus matthias matthijs: thijs; nicolaas: klaas nico niek
petronella: nel; petrus pieter: piet peer; robertus: rob bert; rudolf: ruud; sebastiaan: bas
theodorus: theo; wilhelmina: mina mien willy; wilhelmus: willem wim pim; willem: wim pim
"""
_GERMAN = """
alexander: alex sascha xandi; alfred: fredi; andreas: andi; angelika: geli; anton: toni; barbara: babsi
bernhard: bernd berni; brigitte: gitte gitta; charlotte: lotte; christina christine: christel tina
dietrich: dieter dirk; dorothea: dora thea; elisabeth: lisa liesl elli elsa lisbeth; ferdinand: ferdi
franziska: franzi; friedrich: fritz; georg: schorsch; gerhard: gerd hardy; gertrud: trude trudi gerti
heinrich: heinz heiner heini; hildegard: hilde; joachim: achim jochen; johanna: hanna hanni
johannes johann: hans hannes hansi; josef: sepp jupp; josefine: josie fini; karl: kalle
katharina: kathi kati trine; konrad: kurt conny; leopold: poldi leo; ludwig: lutz; magdalena: lena leni magda
manfred: manni fred; margarete: grete gretel gretchen greta rita; maria: mia mitzi; matthias: matze hias
maximilian: max maxi; michael: michi; nikolaus: klaus niko; rudolf: rudi; sebastian: basti
siegfried sigmund: sigi siggi; susanne: susi; theresia theresa: resi; tobias: tobi; ulrich: uli
ursula: uschi ulla; wilhelm: willi; wolfgang: wolf wolfi
"""
_NORDIC = """
anders: adde; birgitta: gitta; elisabet: lisa lisbet; fredrik: fredde; hans: hasse; jan johan: janne
karl: kalle; kristina: stina; kristoffer: toffe; lars: lasse; magnus: mange; margareta: greta; nils: nisse
olof: olle; per: pelle
"""
_FRENCH = """
alexandre: alex sacha; antoine: toine tony; catherine: cathy; dominique: dom; elisabeth: lise babette betty
emmanuel emmanuelle: manu; frederic: fred; gabriel gabrielle: gaby; isabelle: isa; jacques: jacky
joseph: jo; madeleine: mado; marguerite: margot; maxime: max; nicolas: nico; patricia: pat; philippe: phil
sebastien: seb; stephane stephanie: steph; veronique: vero
"""
_SPANISH = """
alejandro: alex jandro; alfonso: poncho; antonio: tono toni; beatriz: bea; carmen: menchu mamen
concepcion: concha conchita; consuelo: chelo; dolores: lola loli; eduardo: edu lalo; encarnacion: encarna
enrique: quique kike; ernesto: neto; felipe: pipe; fernando: nando; francisca: paca paquita
francisco: paco pancho curro kiko quico fran; gregorio: goyo; guadalupe: lupe lupita
guillermo: guille memo; ignacio: nacho; inmaculada: inma; isabel: isa chabela; javier: javi
jesus: chus chucho chuy; joaquin: quino; jose: pepe chepe; josefa: pepa; luis: lucho; manuel: manolo lolo
maria: maruja; mercedes: merche meche; montserrat: montse; pilar: pili; rafael: rafa; ramon: moncho
roberto alberto humberto: beto; rosario: charo chayo; salvador: chava; santiago: santi chago; sergio: checo
teresa: tere; vicente: chente; victoria: vicky
"""
_PORTUGUESE = """
antonio: tonho toninho tonico; beatriz: bia; carlos: carlinhos; eduardo: edu dudu; fernando: nando
francisco: chico xico; joao: joca; joaquim: quim; jose: ze zeca; luis: lula; manuel: manel
roberto alberto gilberto: beto; sebastiao: tiao
"""
_ITALIAN = """
alberto umberto: berto; alessandra: sandra; alessandro: sandro alex; antonella: nella
antonio: toni tonino toto; armando ferdinando fernando: nando; bartolomeo: meo; caterina: rina cate
domenica: mimma; domenico: mimmo; elisabetta: betta elisa lisa; emanuele raffaele gabriele: lele
federico: fede; filippo: pippo; francesca: franca; francesco: franco cecco checco ciccio; gaetano: tano
giovanna: vanna gianna; giovanni: gianni nanni vanni; giuseppe: beppe peppe beppino peppino pino bepi
giuseppina: pina giusy peppina; leonardo: leo; lorenzo: enzo renzo; luigi: gigi gino; maddalena: lena
margherita: rita; niccolo nicola: nico; raffaele raffaello: lello; riccardo: ricky; roberto: robi berto
salvatore: toto tore salvo; sebastiano: bastiano seba; vincenza: enza; vincenzo: enzo
"""
_POLISH = """
agnieszka: aga; aleksander: olek alek; aleksandra: ola; andrzej: jedrek; anna: ania anka; antoni: antek
barbara: basia; bartlomiej bartosz: bartek; boleslaw: bolek; danuta: danka; edward: edek; elzbieta: ela
feliks: felek; franciszek: franek; grzegorz: grzesiek grzes; henryk: heniek; ireneusz: irek; jakub: kuba
jan: janek jas jasiek; jerzy: jurek; joanna: asia joasia; jozef: jozek; julian: julek
katarzyna: kasia kaska; kazimierz: kazik kazek; krystyna: krysia; krzysztof: krzysiek krzys; maciej: maciek
magdalena: magda; malgorzata: gosia malgosia; maria: marysia; michal: misiek; mieczyslaw: mietek
piotr: piotrek; roman: romek; ryszard: rysiek; slawomir: slawek; stanislaw: staszek stas stach
tadeusz: tadek; tomasz: tomek; urszula: ula; waclaw: wacek; waldemar: waldek; wieslaw: wiesiek
wladyslaw: wladek; wlodzimierz: wlodek; wojciech: wojtek; zbigniew: zbyszek; zofia: zosia
"""
_CZECH_AND_SLOVAK = """
barbora: bara; frantisek: franta fero; jan: honza janko; jaroslav: jarda; jiri: jirka; josef jozef: pepa jozo
katerina: katka; ladislav: lada laco; stanislav: standa; vaclav: vasek; vojtech: vojta
"""
_EAST_SLAVIC = """
aleksandr aleksandra oleksandr oleksandra: sasha sascha sacha sasza shura sanya sania sashko
aleksei aleksey oleksii oleksiy: alyosha alesha lyosha lesha; anastasia: nastya nastia stasya asya
anatoly: tolya tolia; andrei andrey: andryusha; anna: anya ania anja nyura anyuta; anton: antosha
arkady: arkasha; boris: borya boria; dmitry dmytro: dima mitya mitia
ekaterina yekaterina kateryna: katya katia katja; elena yelena olena: lena alyona alena
elizaveta yelizaveta: liza; eduard: edik; evgeny yevgeny evgeni yevhen evgenia yevgenia: zhenya zhenia jenya
fyodor fedor: fedya; gennady: gena; georgy: gosha zhora; grigory: grisha; igor: gosha; ilya: ilyusha
irina iryna: ira; ivan: vanya vania vanja; konstantin: kostya kostia; ksenia oksana: ksyusha; larisa: lara
leonid: lyonya lenya; lev: lyova leva; lyubov: lyuba; lyudmila: lyuda luda mila lusya; maksim: max
margarita: rita; maria: masha mascha marusya; mikhail mykhailo: misha mischa; nadezhda: nadya nadia
natalia natalya: natasha natascha; nikolai nikolay mykola: kolya kolia kolja; olga: olya olia
pavel pavlo: pasha; pyotr petr petro: petya; raisa: raya; rodion: rodya; roman: roma; semyon: syoma senya
sergei sergey serhii serhiy: seryozha serezha serega; sofia: sonya sonia sonja
stanislav: stas slava; stepan: styopa; svetlana: sveta; tamara: toma; tatiana tatyana: tanya tania tanja
timofei timofey: tima; vadim: vadik; valentin valentina: valya valia; valeria: lera; valery: valera
vasily vasyl: vasya vasia; viktor: vitya vitia; viktoria: vika; vitaly: vitalik
vladimir volodymyr: vova volodya wolodja; vladislav: vlad slava; vsevolod: seva
vyacheslav rostislav svyatoslav yaroslav: slava; yakov: yasha; yuri: yura jura; zinaida: zina
"""
_SOUTH_SLAVIC = """
aleksandar: sasa sasha aca sale sasho; branimir: branko; dejan: deki; dimitar: mitko; georgi: gosho
ivan: ivo ivica; josip: jozo; juraj: jure; katarina: kata; nenad: nesa; petar: pero pera; predrag: pedja
svetlana: ceca; tomislav: tomo; vladimir: vlado vlada; zoran: zoki; zvonimir: zvonko
"""
_GREEK = """
aikaterini: katerina; alexandros: alekos; anastasios: tasos; apostolos: tolis; athanasios: thanasis nasos
charalampos: babis; dimitrios: mitsos; efstathios: stathis; eleftherios: lefteris; emmanouil: manolis
evangelos: vangelis; georgios: yorgos; ioannis: giannis yannis; konstantina: dina; konstantinos: kostas dinos
nikolaos: nikos; panagiotis: panos; spyridon: spyros; stylianos: stelios; theodoros: thodoris theo
"""
_HUNGARIAN_AND_ROMANIAN = """
alexandru: sandu alex; constantin: costel costica; dumitru: mitica; erzsebet: erzsi; ferenc: feri
gabor: gabi; gheorghe: gica ghita; gyorgy: gyuri; ioan ion: ionel nelu; istvan: pista; janos: jani jancsi
jozsef: joska; katalin: kati; laszlo: laci; mihaly: misi; miklos: miki; nicolae: nicu; sandor: sanyi
stefan: fane; tamas: tomi; zoltan: zoli
"""
# The last line is how passports of South and South-East Asia shorten the name.
_TURKISH_AND_ARABIC = """
abdullah: apo; fatma: fatos fato; huseyin: huso; ibrahim: ibo; mehmet: memo; suleyman: sulo
mohammed mohammad muhammad mohamed: md mohd muhd mo
"""
_TABLES = (
    *(_ENGLISH, _DUTCH, _GERMAN, _NORDIC, _FRENCH, _SPANISH, _PORTUGUESE, _ITALIAN, _POLISH),
    *(_CZECH_AND_SLOVAK, _EAST_SLAVIC, _SOUTH_SLAVIC, _GREEK, _HUNGARIAN_AND_ROMANIAN, _TURKISH_AND_ARABIC),
)

_NONE: frozenset[int] = frozenset()


def _entries() -> Iterator[tuple[list[str], list[str]]]:
    for table in _TABLES:
        for entry in table.strip().replace("\n", ";").split(";"):
            full, _, short = entry.partition(":")
            yield full.split(), short.split()


def _numbered() -> tuple[dict[str, frozenset[int]], dict[str, frozenset[int]]]:
    """The numbers of the entries in which a full name stands, by its sound, and a short form, as written."""
    full: defaultdict[str, set[int]] = defaultdict(set)
    short: defaultdict[str, set[int]] = defaultdict(set)
    for number, (names, forms) in enumerate(_entries()):
        for name in names:
            full[sound(name)].add(number)
        for form in forms:
            short[form].add(number)
    return (
        {name: frozenset(numbers) for name, numbers in full.items()},
        {form: frozenset(numbers) for form, numbers in short.items()},
    )


_FULL, _SHORT = _numbered()


def is_short_for(form: str, name: str) -> bool:
    """Whether people with this given name are called by this form. Both are parts as `names` makes them."""
    entries = _SHORT.get(form)
    return entries is not None and not entries.isdisjoint(_FULL.get(sound(name), _NONE))


def are_linked(one: str, other: str) -> bool:
    """Whether either is short for the other. Two short forms of one name are not linked."""
    return is_short_for(one, other) or is_short_for(other, one)


def entries_with(part: str) -> frozenset[int]:
    """Numbers of the entries that hold the part: parts that are linked share one."""
    return _FULL.get(sound(part), _NONE) | _SHORT.get(part, _NONE)
