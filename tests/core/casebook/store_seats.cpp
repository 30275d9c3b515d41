// Several programs change the same few rows of one store at once, as seats of a laboratory do: every change names the version that it saw, and is decided anew where somebody else was quicker. At the end
// each counter stands at the number of changes that were confirmed, and the trail is whole.
//     store_seats [SECONDS [SEATS]]      default: 2 seconds, 4 seats; on a case file, then on a temporary PostgreSQL server
// Prints what was found and ends with 0 where nothing was lost, with 77 where no server is installed.
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <memory>
#include <random>
#include <stdexcept>
#include <string>
#include <vector>

#include "core/casebook/audit_trail.h"
#include "core/casebook/patients.h"
#include "tests/support/temp_folder.h"
#include "tests/support/temporary_server.h"

namespace {

using namespace leukolens;
using namespace leukolens::casebook;
using Clock = std::chrono::steady_clock;

constexpr int kCells = 4;  // few, so that seats meet
constexpr int kNoServer = 77;

template <class T>
T held(Result<T> result) {
    if (!result) throw std::runtime_error(result.error().message());
    return std::move(*result);
}

/// What one seat did.
struct Tally {
    long long confirmed = 0, conflicts = 0, failures = 0;
    double slowestMs = 0;
};

CaseCell someCell(int number) {
    CaseCell cell;
    cell.path = "/pictures/" + std::to_string(number) + ".bmp";
    cell.sha256 = std::string(64, '0');
    cell.modelName = "model";
    cell.modelSha256 = std::string(64, 'a');
    cell.classes = {"0"};
    cell.probabilities = {1.0};
    cell.predictedClass = cell.assignedClass = "0";
    return cell;
}

class Seat {
public:
    Seat(const StoreAddress& place, int number) : m_random(static_cast<unsigned>(number)), m_store(held(CaseStore::open(place))) { m_store->setUser("seat " + std::to_string(number)); }

    Tally work(int seconds) {
        const auto until = Clock::now() + std::chrono::seconds(seconds);
        while (Clock::now() < until) {
            const auto began = Clock::now();
            const Result<void> done = step();
            m_tally.slowestMs = std::max(m_tally.slowestMs, std::chrono::duration<double, std::milli>(Clock::now() - began).count());
            if (done) ++m_tally.confirmed;
            else if (done.error().code == ErrorCode::Conflict) ++m_tally.conflicts;
            else if (++m_tally.failures == 1) std::fprintf(stderr, "%s\n", done.error().message().c_str());
        }
        return m_tally;
    }

private:
    /// Reads a counter, and sets it to one more where it still stands as it was read.
    Result<void> step() {
        const CaseSummary session = held(m_store->findCase(1));
        const auto which = m_random() % (kCells + 2);
        if (which == kCells) return m_store->describeSample(1, session.taken, session.material, std::to_string(std::atoll(session.comment.c_str()) + 1), session.version);
        if (which == kCells + 1) {
            Patients patients(*m_store);
            const Patient patient = held(patients.find(session.patient)).patient;
            return patients.setNotes(patient.id, std::to_string(std::atoll(patient.notes.c_str()) + 1), patient.version);
        }
        const CaseCell cell = held(m_store->cells(1)).at(which);
        const Verdict next{std::to_string(std::atoll(cell.assignedClass.c_str()) + 1), false, false, true};
        return m_store->decide(1, std::vector<CellDecision>{{cell.id, next, cell.version}});
    }

    std::mt19937 m_random;
    std::unique_ptr<CaseStore> m_store;
    Tally m_tally;
};

Tally runSeats(const StoreAddress& place, int seats, int seconds) {
    int answers[2];
    if (::pipe(answers) != 0) throw std::runtime_error("no pipe");
    std::vector<pid_t> children;
    for (int number = 1; number <= seats; ++number) {
        if (const pid_t child = ::fork(); child != 0) {
            children.push_back(child);
            continue;
        }
        try {
            const Tally tally = Seat(place, number).work(seconds);
            ::_exit(::write(answers[1], &tally, sizeof(tally)) == sizeof(tally) ? 0 : 1);
        } catch (const std::exception& e) {
            std::fprintf(stderr, "seat %d: %s\n", number, e.what());
            ::_exit(1);
        }
    }
    ::close(answers[1]);
    Tally sum, one;
    for (int number = 0; number < seats; ++number) {
        if (::read(answers[0], &one, sizeof(one)) != sizeof(one)) {
            ++sum.failures;
            continue;
        }
        sum.confirmed += one.confirmed;
        sum.conflicts += one.conflicts;
        sum.failures += one.failures;
        sum.slowestMs = std::max(sum.slowestMs, one.slowestMs);
    }
    ::close(answers[0]);
    for (const pid_t child : children) ::waitpid(child, nullptr, 0);
    return sum;
}

/// Whether what stands is what was confirmed.
bool isWhole(const StoreAddress& place, const Tally& sum) {
    const auto store = held(CaseStore::open(place));
    const CaseSummary session = held(store->findCase(1));
    long long stands = std::atoll(session.comment.c_str()) + std::atoll(held(Patients(*store).find(session.patient)).patient.notes.c_str());
    const auto cells = held(store->cells(1));
    for (const CaseCell& cell : cells) stands += std::atoll(cell.assignedClass.c_str());
    NoProgress progress;
    const Verification trail = held(AuditTrail(*store).verify(progress, {}));
    std::printf("  changes confirmed %lld, standing %lld, conflicts shown %lld, failures %lld, slowest step %.0f ms, trail of %lld lines %s\n", sum.confirmed, stands, sum.conflicts, sum.failures, sum.slowestMs,
                static_cast<long long>(trail.rows), trail.intact() ? "intact" : "BROKEN");
    return stands == sum.confirmed && sum.confirmed > 0 && sum.conflicts > 0 && sum.failures == 0 && trail.intact();
}

bool run(const char* name, const StoreAddress& place, int seats, int seconds) {
    {
        const auto store = held(CaseStore::open(place));
        std::vector<CaseCell> cells;
        for (int i = 0; i < kCells; ++i) cells.push_back(someCell(i));
        if (auto added = store->addCells(held(store->createCase("Ana")), cells); !added) throw std::runtime_error(added.error().message());
    }
    std::printf("%s: %d seats for %d s\n", name, seats, seconds);
    std::fflush(stdout);
    return isWhole(place, runSeats(place, seats, seconds));
}

}  // namespace

int main(int argc, char** argv) {
    const int seconds = argc > 1 ? std::atoi(argv[1]) : 2, seats = argc > 2 ? std::atoi(argv[2]) : 4;
    try {
        const leukolens::test::TempFolder folder;
        bool whole = run("case file", StoreAddress(folder / "cases.leukocases"), seats, seconds);
        if (!leukolens::test::TemporaryServer::isInstalled()) {
            std::puts("no PostgreSQL server here (package postgresql)");
            return whole ? kNoServer : 1;
        }
        whole = run("server", held(StoreAddress::parse(leukolens::test::TemporaryServer::get().createDatabase())), seats, seconds) && whole;
        return whole ? 0 : 1;
    } catch (const std::exception& e) {
        std::fprintf(stderr, "%s\n", e.what());
        return 1;
    }
}
