// A program that works on a case file and is killed at random moments: opening and migrating an old file, adding, deciding, facts, signing and reopening, small pictures, backups, all in turns. What opens
// afterwards must be sound, its trail whole, and everything there whose completion was told before the end, but for the last action at most.
//     store_survival [KILLS [SEED]]      default: 20 kills, seed 1
// Prints what was found, and ends with 0 where nothing was lost.
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <exception>
#include <map>
#include <memory>
#include <random>
#include <stdexcept>
#include <string>
#include <vector>

#include "core/casebook/audit_trail.h"
#include "core/casebook/database.h"
#include "core/casebook/patients.h"
#include "core/casebook/store_copy.h"
#include "tests/support/old_case_file.h"
#include "tests/support/temp_folder.h"

namespace {

using namespace leukolens;
using namespace leukolens::casebook;
namespace fs = std::filesystem;

template <class T>
T held(Result<T> result) {
    if (!result) throw std::runtime_error(result.error().message());
    return std::move(*result);
}

void done(const Result<void>& result) {
    if (!result) throw std::runtime_error(result.error().message());
}

CaseCell someCell(std::mt19937& random) {
    CaseCell cell;
    cell.path = "/pictures/" + std::to_string(random()) + ".bmp";
    cell.sha256 = std::string(64, '0');
    cell.modelName = "model";
    cell.modelSha256 = std::string(64, 'a');
    cell.classes = {"all", "hem"};
    cell.probabilities = {0.75, 0.25};
    cell.predictedClass = cell.assignedClass = "all";
    return cell;
}

/// One action after another, each told by one line of the trail: how many lines there are is told to `told` once they are in the file.
class Worker {
public:
    Worker(fs::path file, unsigned seed, int told) : m_file(std::move(file)), m_random(seed), m_told(told) {}

    void work() {
        m_store = held(CaseStore::open(m_file));
        tell();
        for (;;) {
            step();
            tell();
        }
    }

private:
    void step() {
        switch (m_random() % 8) {
            case 0: m_case = held(m_store->createCase("P-" + std::to_string(m_random() % 5))); return;
            case 1: addCells(); return;
            case 2: decide(); return;
            case 3: addFact(); return;
            case 4: signOrReopen(); return;
            case 5: backUp(); return;
            case 6: reopenFile(); return;
            default: describe(); return;
        }
    }

    CaseId openCase() {
        if (m_case == 0 || held(m_store->findCase(m_case)).state != CaseState::Open) m_case = held(m_store->createCase("P-" + std::to_string(m_random() % 5)));
        return m_case;
    }

    void addCells() {
        const CaseId id = openCase();
        std::vector<CaseCell> cells;
        for (int i = 0; i < 20; ++i) cells.push_back(someCell(m_random));
        done(m_store->addCells(id, cells));
    }

    void decide() {
        const CaseId id = openCase();
        std::vector<CellDecision> decisions;
        for (const CaseCell& cell : held(m_store->cells(id)))
            if (m_random() % 2 == 0) decisions.push_back({cell.id, {m_random() % 2 == 0 ? "hem" : "all", m_random() % 4 == 0, false, true}, cell.version});
        done(m_store->decide(id, decisions, "on second thoughts"));
    }

    void addFact() {
        const PatientId patient = held(m_store->findCase(openCase())).patient;
        held(Patients(*m_store).addFact(patient, {0, "whiteCount", std::to_string(m_random() % 300), "2024-01-30", {}, {}, {}, false, 1}));
    }

    void describe() {
        const CaseSummary session = held(m_store->findCase(openCase()));
        done(m_store->describeSample(session.id, "2024-02-01", Material::Blood, std::to_string(m_random()), session.version));
    }

    void signOrReopen() {
        if (m_case != 0 && held(m_store->findCase(m_case)).state == CaseState::Signed) return done(m_store->reopen(m_case, "again"));
        if (held(m_store->findCase(openCase())).cells == 0) addCells();
        done(m_store->sign(m_case, m_store->findCase(m_case)->version));
    }

    void backUp() {
        fs::path target = m_file;
        target += ".backup-" + std::to_string(::getpid()) + "-" + std::to_string(++m_backups);
        NoProgress progress;
        held(backUpStore(m_file, target, progress, {}));
    }

    void reopenFile() {
        m_store = nullptr;
        m_store = held(CaseStore::open(m_file));
    }

    void tell() {
        const long long lines = static_cast<long long>(held(AuditTrail(*m_store).newest(1'000'000)).size());
        if (::write(m_told, &lines, sizeof lines) != sizeof lines) ::_exit(1);
    }

    fs::path m_file;
    std::mt19937 m_random;
    int m_told = -1, m_backups = 0;
    std::unique_ptr<CaseStore> m_store;
    CaseId m_case = 0;
};

void requireSound(const fs::path& file, long long told) {
    const auto store = held(CaseStore::open(file));
    {
        soci::session sql(soci::sqlite3, file.string());
        std::string said;
        sql << "PRAGMA integrity_check", soci::into(said);
        if (said != "ok") throw std::runtime_error("integrity_check of " + file.string() + " says: " + said);
    }
    NoProgress progress;
    const Verification trail = held(AuditTrail(*store).verify(progress, {}));
    if (!trail.intact()) throw std::runtime_error("the trail is broken at line " + std::to_string(trail.firstBad->row));
    if (trail.rows < told) throw std::runtime_error(std::to_string(told) + " lines were told, " + std::to_string(trail.rows) + " are there");
}

struct Tally {
    int whileMigrating = 0, backups = 0, more = 0;
    long long lines = 0;
};

/// One life: starts on an old file or goes on with what the last one left, and is killed.
void killOnce(const fs::path& file, unsigned seed, Tally& tally) {
    std::mt19937 random(seed);
    int told[2];
    if (::pipe(told) != 0) throw std::runtime_error("no pipe");
    const pid_t child = ::fork();
    if (child == 0) {
        ::close(told[0]);
        try {
            Worker(file, seed, told[1]).work();
        } catch (const std::exception& e) {
            std::fprintf(stderr, "the worker failed: %s\n", e.what());
        }
        ::_exit(1);
    }
    ::close(told[1]);
    ::usleep(static_cast<useconds_t>(random() % 300'000));
    ::kill(child, SIGKILL);
    int status = 0;
    ::waitpid(child, &status, 0);
    if (!WIFSIGNALED(status)) throw std::runtime_error("the worker ended by itself");
    long long lines = 0, last = -1;
    while (::read(told[0], &lines, sizeof lines) == sizeof lines) last = lines;
    ::close(told[0]);
    tally.whileMigrating += last < 0;
    requireSound(file, last);
    tally.lines = std::max(tally.lines, last);
}

}  // namespace

int main(int argc, char** argv) try {
    const int kills = argc > 1 ? std::atoi(argv[1]) : 20;
    const unsigned seed = argc > 2 ? static_cast<unsigned>(std::atoi(argv[2])) : 1;
    Tally tally;
    std::mt19937 random(seed);
    std::unique_ptr<test::TempFolder> folder;
    fs::path file;
    for (int kill = 0; kill < kills; ++kill) {
        // Every third life starts on a file of the first version; the others go on with what was left.
        if (kill % 3 == 0) {
            folder = std::make_unique<test::TempFolder>();
            file = *folder / "cases.leukocases";
            test::writeVersion1CaseFile(file, 2000);
        }
        killOnce(file, static_cast<unsigned>(random()), tally);
        for (const auto& entry : fs::directory_iterator(folder->path())) {
            const std::string name = entry.path().filename().string();
            // What has its name is whole; what was cut off has another.
            if (name.find(".backup-") == std::string::npos || name.find("-wal") != std::string::npos || name.find("-shm") != std::string::npos || name.ends_with(".locks")) continue;
            if (name.substr(name.find(".backup-") + 8).find('.') != std::string::npos) continue;
            requireSound(entry.path(), 0);
            ++tally.backups;
            fs::remove(entry.path());
        }
    }
    std::printf("killed %d times, %d of them before the file was open or migrated; backups that were whole: %d; longest trail told: %lld lines; nothing lost, every trail intact\n", kills, tally.whileMigrating,
                tally.backups, tally.lines);
    return 0;
} catch (const std::exception& e) {
    std::fprintf(stderr, "LOST: %s\n", e.what());
    return 1;
}
