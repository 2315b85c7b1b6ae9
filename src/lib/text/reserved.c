/* Names that would make others believe that somebody runs this place, or that nobody stands behind the name. */
#include "text/parts.h"

#include <unicode/uchar.h>

/* STRONG words may stand nowhere in a name. INSIDE: the same without blanks around it, for languages that write none. WEAK ones are
 * refused as the whole name and beside other such words ("Help Team", "the real moderators"); GLUE only beside others; ALONE only as the
 * whole name. Words are compared by key (see below): one spelling without marks is enough. */
enum weight { GLUE, ALONE, WEAK, STRONG, INSIDE };

struct reserved {
    enum weight weight;
    const char *words;
};

static const struct reserved table[] = {
    { GLUE, "the|of|our|real|true|this|place|account|desk|center|centre|online|chat|group" },
    /* English */
    { STRONG, "admin|admins|administrator|administrators|administration|sysadmin|superuser|webmaster|moderator|moderators|moderation|"
              "facilitator|facilitators|steward|stewards|practitioner|kith" },
    { WEAK, "mod|mods|help|helpdesk|helpline|hotline|lifeline|crisis|support|system|root|staff|team|official|operator|security|safety|"
            "service|info|information|contact|privacy|abuse|guidelines|emergency|police" },
    { ALONE, "everyone|everybody|all|here|nobody|noone|somebody|someone|anonymous|anon|unknown|deleted|removed|listener|partner|bot|me|"
             "you|null|undefined|owner|host|news" },
    /* Italian */
    { STRONG, "amministratore|amministratrice|amministrazione|moderatore|moderatrice|moderazione|facilitatore|facilitatrice" },
    { WEAK, "aiuto|sistema|supporto|assistenza|squadra|ufficiale|sicurezza|emergenza|polizia" },
    { ALONE, "gestore|gestrice|responsabile|custode|tutti|tutte|nessuno|anonimo|anonima|sconosciuto|sconosciuta" },
    /* French */
    { STRONG, "administrateur|administratrice|administrateurs|moderateur|moderatrice|moderateurs|facilitateur|facilitatrice" },
    { WEAK, "aide|systeme|assistance|soutien|equipe|officiel|officielle|securite|urgence|urgences" },
    { ALONE, "responsable|intendant|intendante|animateur|animatrice|gestionnaire|tous|toutes|personne|anonyme|inconnu|inconnue" },
    /* German */
    { STRONG, "administratorin|administratorinnen|administratoren|verwalter|verwalterin|verwaltung|moderatorin|moderatoren|"
              "moderatorinnen|moderierende|facilitatorin" },
    { WEAK, "hilfe|soforthilfe|notruf|notfall|unterstützung|beratung|offiziell|sicherheit|polizei" },
    { ALONE, "betreuung|begleitung|leitung|betreiber|betreiberin|alle|niemand|keiner|anonym|unbekannt|gelöscht" },
    /* Polish */
    { STRONG, "administratorka|administracja|administratorzy|moderatorka|moderacja|moderatorzy|facylitator|facylitatorka|facylitatorzy" },
    { WEAK, "pomoc|wsparcie|zespół|oficjalny|oficjalne|bezpieczeństwo|policja" },
    { ALONE, "opiekun|opiekunka|zarządca|zarządzający|właściciel|prowadzący|prowadząca|wszyscy|nikt|anonim|anonimowy|nieznany|nieznana" },
    /* Portuguese and Spanish */
    { STRONG, "administrador|administradora|administradores|administração|administración|moderador|moderadora|moderadores|moderação|"
              "moderación|facilitador|facilitadora|facilitadores" },
    { WEAK, "ajuda|ayuda|suporte|soporte|apoio|apoyo|equipe|equipa|equipo|oficial|segurança|seguridad|emergencia|policia" },
    { ALONE, "gestor|gestora|responsável|responsable|todos|todas|ninguém|nadie|anônimo|anônima|desconhecido|desconocido|dinamizador|"
             "dinamizadora|coordinador|coordinadora|coordenador|coordenadora" },
    /* Russian */
    { STRONG, "админ|админы|администратор|администраторы|администрация|модератор|модераторы|модераторка|модерация|фасилитатор|"
              "фасилитаторы|фасилитаторка|стюард|распорядитель" },
    { WEAK, "помощь|система|поддержка|служба|команда|официально|официальный|безопасность|полиция" },
    { ALONE, "ведущий|ведущая|управляющий|управляющая|хранитель|хранительница|куратор|владелец|все|никто|аноним|анонимно|удалено|"
             "неизвестный|неизвестная" },
    /* Arabic */
    { STRONG, "أدمن|الأدمن|مشرف|المشرف|مشرفة|المشرفة|مشرفون|المشرفون|مدير|المدير|مديرة|المديرة|إدارة|الإدارة|إداري|ميسر|الميسر|الميسرة|"
              "القيم|القيمون" },
    { WEAK, "مساعدة|المساعدة|نظام|النظام|دعم|الدعم|فريق|الفريق|رسمي|الرسمي|أمان|الأمان|طوارئ|الطوارئ|شرطة|الشرطة" },
    { ALONE, "الجميع|لا أحد|مجهول|مجهولة|محذوف" },
    /* Japanese and Chinese */
    { INSIDE,
      "アドミン|管理者|管理人|管理員|管理员|モデレーター|モデレータ|ファシリテーター|ファシリテータ|スチュワード|進行役|世話人|世話役|"
      "運営|運營|运营|版主|站长|站長|主持人|协调员|協調員|协调人|引导员|引導員|引导者|管家" },
    { WEAK, "管理|ヘルプ|システム|サポート|チーム|公式|事務局|緊急|警察|帮助|幫助|系统|系統|支持|客服|团队|團隊|官方|安全|紧急" },
    { ALONE, "助け|全員|みんな|皆|匿名|名無し|削除済み|所有人|大家|已删除|负责人" },
};

/* ---- keys: what is left of a word when spelling games are taken out ---- */

/* Digits and signs that are read as letters. */
static UChar32 read_as(UChar32 c)
{
    static const char from[] = "1!|4@305$7+89", to[] = "lllaaeossttbg";
    const char *found = c && c < 0x80 ? strchr(from, c) : NULL;
    return found ? to[found - from] : 0;
}

static const char *key_of(struct arena *arena, const USpoofChecker *checker, const char *folded)
{
    UErrorCode error = U_ZERO_ERROR;
    const UNormalizer2 *apart = unorm2_getNFDInstance(&error);
    text_must(error);
    struct buf out = { .arena = arena };
    for (const char *at = text_normalized(arena, apart, name_look(arena, checker, folded)); *at;) {
        UChar32 c = text_next(&at);
        if (u_isalnum(c)) /* not marks */
            text_add(&out, c == 'i' ? 'l' : c);
    }
    return buf_text(&out);
}

/* The ways to read digits and signs: both as letters, digits as letters ("Help!" isn't "helpl"), the same without digits at the end
 * ("4dmin7"), neither. */
enum { VARIANTS = 4 };

struct spelling {
    const char *key[VARIANTS];
};

static struct spelling spell(struct arena *arena, const USpoofChecker *checker, const char *text)
{
    struct buf raw[VARIANTS];
    for (int i = 0; i < VARIANTS; i++)
        raw[i] = (struct buf){ .arena = arena };
    size_t end = 0; /* of the third, without its last digits */
    for (const char *at = text_fold(arena, text); *at;) {
        UChar32 c = text_next(&at), letter = read_as(c);
        bool digit = u_isdigit(c), sign = letter && !digit;
        text_add(&raw[0], letter ? letter : c);
        if (sign)
            continue;
        text_add(&raw[1], letter ? letter : c);
        text_add(&raw[2], letter ? letter : c);
        if (digit)
            continue;
        end = raw[2].len;
        text_add(&raw[3], c);
    }
    struct spelling spelling;
    for (int i = 0; i < VARIANTS; i++)
        spelling.key[i] = key_of(arena, checker, i == 2 ? arena_slice(arena, buf_text(&raw[2]), end) : buf_text(&raw[i]));
    return spelling;
}

/* ---- the reserved words' own keys ---- */

struct entry {
    const char *key;
    size_t len;
    enum weight weight;
};
struct entries {
    struct entry *items;
    size_t count;
};

static struct entries entries_make(struct arena *arena, const USpoofChecker *checker)
{
    size_t words = 0;
    for (size_t i = 0; i < COUNT(table); i++)
        for (const char *at = table[i].words; at; at = strchr(at, '|'), at = at ? at + 1 : NULL)
            words++;
    struct entries entries = { arena_array(arena, words, sizeof *entries.items), 0 };
    for (size_t i = 0; i < COUNT(table); i++)
        for (const char *at = table[i].words; at;) {
            size_t len = strcspn(at, "|");
            const char *key = key_of(arena, checker, arena_slice(arena, at, len));
            entries.items[entries.count++] = (struct entry){ key, strlen(key), table[i].weight };
            at = at[len] ? at + len + 1 : NULL;
        }
    return entries;
}

/* ---- comparing ---- */

static bool is_whole(const struct entries *entries, const char *key)
{
    for (size_t i = 0; i < entries->count; i++)
        if (entries->items[i].weight != GLUE && text_same(key, entries->items[i].key))
            return true;
    return false;
}

static bool has_strong(const struct entries *entries, const char *key)
{
    for (size_t i = 0; i < entries->count; i++) {
        const struct entry *entry = &entries->items[i];
        if ((entry->weight == STRONG && text_same(key, entry->key)) || (entry->weight == INSIDE && strstr(key, entry->key)))
            return true;
    }
    return false;
}

/* `key` can be cut into reserved words, not all of them glue. */
static bool made_of(struct arena *arena, const struct entries *entries, const char *key)
{
    enum { NO, GLUE_ONLY, YES };
    size_t len = strlen(key);
    char *reach = arena_alloc(arena, len + 1); /* for each beginning of `key` */
    reach[0] = GLUE_ONLY;
    for (size_t at = 0; at < len; at++)
        for (size_t i = 0; reach[at] != NO && i < entries->count; i++) {
            const struct entry *entry = &entries->items[i];
            if (entry->weight == ALONE || entry->len > len - at || memcmp(key + at, entry->key, entry->len) != 0)
                continue;
            char with = entry->weight == GLUE ? reach[at] : (char)YES;
            if (with > reach[at + entry->len])
                reach[at + entry->len] = with;
        }
    return reach[len] == YES;
}

/* Words end at anything but letters, marks, digits and signs read as letters; with `camel`, also before a capital behind a small one. */
static const char *word_end(const char *at, bool camel)
{
    bool small = false;
    for (const char *end = at; *end; at = end) {
        UChar32 c = text_next(&end);
        bool mark = (U_GET_GC_MASK(c) & U_GC_M_MASK) != 0;
        if ((!u_isalnum(c) && !mark && !read_as(c)) || (camel && small && u_isupper(c)))
            return at;
        small = mark ? small : u_islower(c);
    }
    return at;
}

static bool has_strong_word(struct arena *arena, const USpoofChecker *checker, const struct entries *entries, const char *name, bool camel)
{
    while (*name) {
        const char *end = word_end(name, camel);
        if (end == name) {
            text_next(&name);
            continue;
        }
        struct spelling word = spell(arena, checker, arena_slice(arena, name, (size_t)(end - name)));
        for (int i = 0; i < VARIANTS; i++)
            if (has_strong(entries, word.key[i]))
                return true;
        name = end;
    }
    return false;
}

bool name_is_reserved(struct arena *arena, const char *name)
{
    UErrorCode error = U_ZERO_ERROR;
    USpoofChecker *checker = uspoof_open(&error);
    text_must(error);
    struct entries entries = entries_make(arena, checker);
    bool reserved = has_strong_word(arena, checker, &entries, name, false) || has_strong_word(arena, checker, &entries, name, true);
    struct spelling whole = spell(arena, checker, name);
    for (int i = 0; i < VARIANTS && !reserved; i++) {
        const char *key = whole.key[i];
        reserved = is_whole(&entries, key) || has_strong(&entries, key) || made_of(arena, &entries, key);
    }
    uspoof_close(checker);
    return reserved;
}
