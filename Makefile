# Kith. `make` builds build/plain/kith; `make SAN=address` and `make SAN=thread` build beside it with a sanitizer.
# script/setup installs what is needed; script/test runs everything.
SAN      :=
B        := build/$(or $(SAN),plain)
PACKAGES := sqlite3 libpq libevent libevent_openssl libsodium icu-uc icu-i18n jansson openssl libdeflate zlib \
            liboath libqrencode libarchive libseccomp
CC       := gcc
WARN     := -Wall -Wextra -Wshadow -Wvla -Wconversion -Werror
,        := ,
SAN_FLAGS := $(subst address,address$(,)undefined -fno-sanitize-recover=all,$(if $(SAN),-fsanitize=$(SAN)))
OPT      := $(if $(SAN),-O1,-O2 -D_FORTIFY_SOURCE=2)
CFLAGS   := -std=gnu17 $(OPT) -g -fno-omit-frame-pointer -fstack-protector-strong $(WARN) $(SAN_FLAGS) -D_GNU_SOURCE \
            -Isrc/lib -Isrc/feature -Isrc -I. -Itests -I$B/gen $(shell pkg-config --cflags $(PACKAGES))
LDLIBS   := $(shell pkg-config --libs $(PACKAGES)) -lmd4c -lstemmer -lm -pthread
LDFLAGS  := $(SAN_FLAGS) -Wl,-z,relro,-z,now

LANGUAGES := it fr de pl pt ru ar ja zh es
SOURCES  := $(shell find src -name '*.c' ! -name 'test*.c' ! -name main.c)
TESTS    := $(shell find src -name 'test*.c') $(wildcard tests/harness/*.c)
PAGES    := $(shell find src -name '*.html')
SCHEMA   := $(shell find src -path '*/schema/*.sql' | sort -t/ -k5)
STATIC   := $(wildcard static/*)
CATALOGUES := $(LANGUAGES:%=$B/gen/po/%.mo)
DANGER   := $(sort $(wildcard src/lib/danger/data/*.txt))
TEXTS    := $(shell find src -name '*.txt' ! -path '*/danger/data/*') $(wildcard demo/*.json demo/topics/*.json demo/pictures/*.webp src/feature/*/data/*.json)
OBJECTS  := $(SOURCES:%.c=$B/%.o) $(PAGES:%.html=$B/gen/%.o) $B/gen/assets.o $B/gen/migrations.o $B/gen/catalogue_data.o $B/gen/texts.o \
            $B/gen/danger_tables.o
TEST_OBJECTS := $(TESTS:%.c=$B/%.o)

all: $B/kith
test-binary: $B/kith-test

$B/kith: $(OBJECTS) $B/src/app/main.o ; @echo link $@ ; $(CC) $(LDFLAGS) $^ $(LDLIBS) -o $@
# libical reads in the tests what lib/calendar writes (docs/decisions/calendars.md).
$B/kith-test: LDLIBS += -lical
$B/kith-test: $(OBJECTS) $(TEST_OBJECTS) ; @echo link $@ ; $(CC) $(LDFLAGS) $^ $(LDLIBS) -o $@

# Tests of a failing disk; and the server as it is on a disk whose sync takes long (KITH_SYNC_MS, default 5), for script/bench.
FAULTS   := $B/tests/faults/vfs.o $B/tests/faults/disk.o
$B/faults: $(OBJECTS) $(FAULTS) $B/tests/faults/faults.o ; @echo link $@ ; $(CC) $(LDFLAGS) $^ $(LDLIBS) -o $@
$B/kith-slow: $(OBJECTS) $(FAULTS) $B/tests/faults/slow.o $B/src/app/main.o ; @echo link $@ ; $(CC) $(LDFLAGS) $^ $(LDLIBS) -o $@

# What one page costs inside the process (script/bench measures whole servers).
$B/bench-serve: $(OBJECTS) $B/tests/bench/serve.o ; @echo link $@ ; $(CC) $(LDFLAGS) $^ $(LDLIBS) -o $@
$B/bench-match: $(OBJECTS) $B/tests/bench/match.o ; @echo link $@ ; $(CC) $(LDFLAGS) $^ $(LDLIBS) -o $@
$B/bench-search: $(OBJECTS) $B/tests/bench/search.o $B/tests/bench/within.o ; @echo link $@ ; $(CC) $(LDFLAGS) $^ $(LDLIBS) -o $@
$B/bench-events: $(OBJECTS) $B/tests/bench/events.o $B/tests/bench/within.o ; @echo link $@ ; $(CC) $(LDFLAGS) $^ $(LDLIBS) -o $@
# The other side of script/bench: clients that post and listen, and a look into the community they do it in.
$B/bench-client: $(patsubst %,$B/tests/bench/%.o,client wire load streams) ; @echo link $@ ; $(CC) $(LDFLAGS) $^ -o $@
$B/bench-data: $(OBJECTS) $B/tests/bench/data.o ; @echo link $@ ; $(CC) $(LDFLAGS) $^ $(LDLIBS) -o $@

# How well signs of danger are told from calm texts.
$B/danger-eval: $(OBJECTS) $B/tests/danger/eval.o ; @echo link $@ ; $(CC) $(LDFLAGS) $^ $(LDLIBS) -o $@

# What lib/calendar says of many series, for other programs to read (tests/calendar/run).
$B/calendar-dates: $(OBJECTS) $B/tests/calendar/dates.o ; @echo link $@ ; $(CC) $(LDFLAGS) $^ $(LDLIBS) -o $@

# Fuzz targets: fuzz-x plays files back with any compiler; fuzzer-x looks for more with clang's libFuzzer (script/fuzz).
$B/fuzz-%: $B/tests/fuzz/%.o $B/tests/fuzz/driver.o $B/tests/fuzz/site.o $(OBJECTS) ; @echo link $@ ; $(CC) $(LDFLAGS) $^ $(LDLIBS) -o $@
$B/fuzzer-%: $B/tests/fuzz/%.o $B/tests/fuzz/site.o $(OBJECTS) ; @echo link $@ ; $(CC) -fsanitize=fuzzer $(LDFLAGS) $^ $(LDLIBS) -o $@

# Loaded by the picture worker while it runs (lib/image), so only its types are needed here.
$B/src/lib/image/vips.o: CFLAGS += $(patsubst -I%,-isystem %,$(shell pkg-config --cflags vips))
$B/%.o: %.c ; @mkdir -p $(@D) ; $(CC) $(CFLAGS) -MMD -MP -c $< -o $@
$B/gen/%.o: $B/gen/%.c ; @mkdir -p $(@D) ; $(CC) $(CFLAGS) -MMD -MP -c $< -o $@

# Templates, static files, migrations, catalogues and word lists become C (one set of tools, built once).
build/tools/%: tools/%.c ; @mkdir -p $(@D) ; $(CC) -std=gnu17 -O1 -g $(WARN) -D_GNU_SOURCE $< -o $@ -lbrotlienc -ldeflate
build/tools/tplc: tools/tplc_html.c tools/tplc_code.c
build/tools/bundle: tools/minify.c
build/tools/dangerc: $(wildcard src/lib/danger/*.h)
$B/gen/%.c: %.html build/tools/tplc ; @mkdir -p $(@D) ; build/tools/tplc $< > $@.new && mv $@.new $@
$B/gen/assets.c: $(STATIC) build/tools/bundle ; @mkdir -p $(@D) ; build/tools/bundle assets $(STATIC) > $@.new && mv $@.new $@
$B/gen/migrations.c: $(SCHEMA) build/tools/bundle ; @mkdir -p $(@D) ; build/tools/bundle migrations $(SCHEMA) > $@.new && mv $@.new $@
$B/gen/texts.c: $(TEXTS) build/tools/bundle ; @mkdir -p $(@D) ; build/tools/bundle texts $(TEXTS) > $@.new && mv $@.new $@
$B/gen/danger_tables.c: $(DANGER) build/tools/dangerc ; @mkdir -p $(@D) ; build/tools/dangerc $(DANGER) > $@.new && mv $@.new $@
# A language that lacks a text fails the build: a page never mixes languages. (tools/check-strings also finds texts not yet collected.)
# While texts are being written, `make PARTIAL=yes` builds all the same.
$B/gen/po/%.mo: po/%.po
	@mkdir -p $(@D)
	@! LC_ALL=C msgfmt --check-header --check-domain --statistics -o $@.new $< 2>&1 | grep -E '$(if $(PARTIAL),error,untranslated|fuzzy|error)' || \
	    { echo "$<: not complete; see script/catalogues missing"; exit 1; }
	@mv $@.new $@
$B/gen/catalogue_data.c: $(CATALOGUES) build/tools/bundle ; @mkdir -p $(@D) ; build/tools/bundle catalogues $(CATALOGUES) > $@.new && mv $@.new $@

# `make pot` collects every text; `make po` merges it into the catalogues.
pot: $(PAGES:%.html=$B/gen/%.c) ; script/catalogues collect $B
po: pot ; script/catalogues merge $B

clean: ; rm -rf build
.PHONY: all test-binary pot po clean
.SECONDARY:
-include $(OBJECTS:.o=.d) $(TEST_OBJECTS:.o=.d) $B/src/app/main.d $(wildcard $B/tests/faults/*.d $B/tests/fuzz/*.d $B/tests/bench/*.d $B/tests/danger/*.d $B/tests/calendar/*.d)
