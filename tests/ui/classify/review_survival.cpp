// A review that is killed (SIGKILL) again and again at random moments, in the real window: what the next window opens must be what was shown, but for the
// last action at most.
//     review_survival [ROUNDS [SEED]]      default: 5 rounds, seed 1
// Prints what was found and ends with 0 where every restart was right.
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <QApplication>
#include <QDir>
#include <QTemporaryDir>
#include <QTimer>

#include <cstdio>
#include <cstdlib>
#include <memory>
#include <random>
#include <semaphore>
#include <string>

#include "core/casebook/case_store.h"
#include "ui/classify/classify_session.h"
#include "ui/classify/classify_workspace.h"
#include "ui/shell/dialogs.h"
#include "ui/shell/theme.h"

namespace {

using namespace leukolens;

constexpr int kCells = 80, kFewestCells = 40;
constexpr int kActionEveryMs = 15;  // several times as fast as a person
constexpr int kLongestMs = 1200;

/// What stands of all cells, in a number (FNV-1a).
std::uint64_t digestOf(const std::vector<casebook::CaseCell>& cells) {
    std::uint64_t digest = 14695981039346656037U;
    const auto add = [&digest](const std::string& text) {
        for (const char c : text) digest = (digest ^ static_cast<unsigned char>(c)) * 1099511628211U;
    };
    for (const auto& cell : cells)
        add(cell.path + '|' + cell.assignedClass + (cell.excluded ? "x" : "-") + (cell.marked ? "m" : "-") + (cell.reviewed ? "r" : "-") + '\n');
    return digest;
}

void makeCase(const std::filesystem::path& file) {
    const auto store = casebook::CaseStore::open(file);
    if (!store) throw std::runtime_error(store.error().message());
    std::vector<casebook::CaseCell> cells(kCells);
    for (int i = 0; i < kCells; ++i) {
        auto& cell = cells[static_cast<std::size_t>(i)];
        cell.path = "/no such folder/" + std::to_string(i) + ".png";
        cell.sha256 = std::string(60, 'a') + std::to_string(1000 + i);
        cell.classes = {"all", "hem"};
        cell.probabilities = {0.75, 0.25};
        cell.predictedClass = cell.assignedClass = i % 9 == 0 ? "" : "all";
    }
    const auto id = (*store)->createCase("killed");
    if (!id || !(*store)->addCells(*id, cells)) throw std::runtime_error("no case");
}

/// One thing that a person does.
void act(ui::ClassifySession& session, std::mt19937& random) {
    std::vector<ui::CellKey> keys;
    for (const auto& shown : session.cells().cells())
        if (random() % 12 == 0) keys.push_back(shown.key);
    switch (random() % 8) {
        case 0: return session.relabel(keys, "all");
        case 1: return session.relabel(keys, "hem");
        case 2: return session.relabel(keys, "");
        case 3: return session.toggleExcluded(keys);
        case 4: return session.toggleMarked(keys);
        case 5: return session.confirm(keys);
        case 6:
            if (keys.size() > 1) keys.resize(1);
            if (session.cells().rowCount() > kFewestCells) session.remove(keys);
            return;
        default: return session.undo();
    }
}

/// The window of one round, until it is killed. Tells through `pipe` what it opened ("O"), what it shows after each action ("A") and when that was saved
/// ("S"), each with the digest.
[[noreturn]] void review(int argc, char** argv, const std::filesystem::path& file, int pipe, unsigned seed) {
    qputenv("QT_QPA_PLATFORM", "offscreen");
    QTemporaryDir home;
    for (const char* name : {"XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME", "HOME"}) qputenv(name, home.path().toUtf8());
    QApplication application(argc, argv);
    ui::Theme::apply(application, "light");
    ui::dialogs::setTestHook({});
    ui::AppSettings settings(home.filePath("settings.ini"));
    settings.set(ui::SettingKey::CaseFile, QString::fromStdString(file.string()));
    ui::AppContext context(settings);
    ui::ClassifyWorkspace window(context);
    window.resize(1200, 700);
    window.show();
    ui::ClassifySession& session = window.session();
    const auto tell = [&](char what) {
        const std::string line = what + (' ' + std::to_string(digestOf(session.caseCells()))) + '\n';
        if (::write(pipe, line.data(), line.size()) != static_cast<ssize_t>(line.size())) ::_exit(1);
    };
    while (session.loading()) QApplication::processEvents(QEventLoop::WaitForMoreEvents);
    tell('O');
    std::mt19937 random(seed);
    bool saving = false;
    QObject::connect(&session, &ui::ClassifySession::saved, &application, [&] {
        if (saving) tell('S');
        saving = false;
    });
    QTimer hand;
    QObject::connect(&hand, &QTimer::timeout, &application, [&] {
        if (saving) return;  // the next key comes later than that
        // The store waits until it is told what is shown: else a kill in between leaves an action in the file that nobody heard of.
        const auto told = std::make_shared<std::binary_semaphore>(0);
        context.fileWorker.run<void>(
            "held",
            [told](ProgressSink&, const CancelToken&) -> Result<void> {
                told->acquire();
                return {};
            },
            &application, [](Result<void>) {}, ui::JobPolicy::MustFinish);
        const std::uint64_t before = digestOf(session.caseCells());
        act(session, random);
        saving = digestOf(session.caseCells()) != before;
        if (saving) tell('A');
        told->release();
    });
    hand.start(kActionEveryMs);
    QApplication::exec();
    ::_exit(0);
}

struct Told {
    std::uint64_t opened = 0, shown = 0, saved = 0;
    bool hasOpened = false;
    int actions = 0;
};

/// Reads what a round told until its end; half a line at the end is of an action that was being told.
Told listen(int pipe) {
    Told told;
    std::string text;
    char part[4096];
    for (ssize_t got = 0; (got = ::read(pipe, part, sizeof part)) > 0;) text.append(part, static_cast<std::size_t>(got));
    for (std::size_t at = 0, end = 0; (end = text.find('\n', at)) != std::string::npos; at = end + 1) {
        const std::uint64_t digest = std::stoull(text.substr(at + 2, end - at - 2));
        if (text[at] == 'O') {
            told.opened = told.saved = told.shown = digest;
            told.hasOpened = true;
        }
        if (text[at] == 'A') {
            told.shown = digest;
            ++told.actions;
        }
        if (text[at] == 'S') told.saved = digest;
    }
    return told;
}

}  // namespace

int main(int argc, char** argv) {
    const int rounds = argc > 1 ? std::atoi(argv[1]) : 5;
    std::mt19937 random(argc > 2 ? static_cast<unsigned>(std::atoi(argv[2])) : 1U);
    std::string folder = (std::filesystem::temp_directory_path() / "leukolens review ü ж XXXXXX").string();
    if (!::mkdtemp(folder.data())) return 1;
    const std::filesystem::path file = std::filesystem::path(folder) / "cases.leukocases";
    makeCase(file);

    int wrong = 0, actions = 0, lastMissing = 0, killedEarly = 0;
    Told before;
    for (int round = 0; round <= rounds; ++round) {  // the last one only opens
        int pipe[2];
        if (::pipe(pipe) != 0) return 1;
        const unsigned seed = static_cast<unsigned>(random());
        const pid_t pid = ::fork();
        if (pid == 0) {
            ::close(pipe[0]);
            review(argc, argv, file, pipe[1], seed);
        }
        ::close(pipe[1]);
        // Not before it has begun: counted from there, any moment.
        ::usleep(300'000 + random() % (kLongestMs * 1000U));
        ::kill(pid, SIGKILL);
        const Told told = listen(pipe[0]);
        ::close(pipe[0]);
        ::waitpid(pid, nullptr, 0);
        if (!told.hasOpened) {
            ++killedEarly;  // while it was opening: nothing was done in it
            if (round == rounds) --round;
            if (killedEarly > 10 * rounds + 50) break;
            continue;
        }
        if (before.hasOpened && told.opened != before.shown) {
            if (told.opened == before.saved) {
                ++lastMissing;
            } else {
                ++wrong;
                std::printf("round %d: opened %llx, shown before %llx, saved before %llx\n", round, static_cast<unsigned long long>(told.opened),
                            static_cast<unsigned long long>(before.shown), static_cast<unsigned long long>(before.saved));
            }
        }
        actions += told.actions;
        before = told;
    }

    const auto store = casebook::CaseStore::open(file);
    const bool whole = store && (*store)->cells(1) && (*store)->cells(1)->size() >= kFewestCells;
    std::printf("%d kills, %d actions; restarts without the last action: %d; killed while opening: %d; wrong: %d; case whole at the end: %s\n", rounds, actions,
                lastMissing, killedEarly, wrong, whole ? "yes" : "no");
    std::filesystem::remove_all(folder);
    return wrong == 0 && whole ? 0 : 1;
}
