// How long a store of many cases takes to be listed, searched and opened, and how large it is: as a case file, and on a temporary PostgreSQL server.
//     bench_case_store [PATIENTS [CELLS]]      default: 1000 patients of one session of 200 cells, small pictures and vectors included
// Each time is the median of 11, and the slowest. The server writes nothing through to the disk (fsync off), which filling it gains from, not reading.
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <functional>
#include <memory>
#include <random>
#include <stdexcept>
#include <string>
#include <vector>

#include "core/casebook/audit_trail.h"
#include "core/casebook/patients.h"
#include "core/casebook/thumbnails.h"
#include "core/dataset/demo_cells.h"
#include "core/digest/sha256.h"
#include "core/image/encode.h"
#include "tests/support/temp_folder.h"
#include "tests/support/temporary_server.h"

namespace {

using namespace leukolens;
using namespace leukolens::casebook;
using Clock = std::chrono::steady_clock;

constexpr int kDrawn = 64, kVector = 65, kTimes = 11;

template <class T>
T held(Result<T> result) {
    if (!result) throw std::runtime_error(result.error().message());
    return std::move(*result);
}

void done(const Result<void>& result) {
    if (!result) throw std::runtime_error(result.error().message());
}

std::vector<Bytes> drawnThumbnails() {
    dataset::DemoSettings settings;
    settings.sizePx = kThumbnailSidePx;
    std::vector<Bytes> pictures;
    for (int i = 0; i < kDrawn; ++i) pictures.push_back(held(image::encodeJpeg(dataset::drawDemoCell(settings, i % settings.subjects, i % 2 == 0, i), 85)));
    return pictures;
}

CaseCell someCell(const std::string& sha256, std::mt19937& random) {
    std::uniform_real_distribution<double> unit(0, 1);
    CaseCell cell;
    cell.path = "/pictures/of the microscope/2026-11-27/" + sha256.substr(0, 12) + ".bmp";
    cell.sha256 = sha256;
    cell.modelName = "inception_v3 fold 1";
    cell.modelSha256 = std::string(64, 'a');
    cell.classes = {"all", "hem"};
    const double p = unit(random);
    cell.probabilities = {p, 1 - p};
    cell.predictedClass = cell.assignedClass = p > 0.55 ? "all" : p < 0.45 ? "hem" : "";
    if (cell.predictedClass.empty()) cell.flags = {"uncertain"};
    for (int i = 0; i < kVector; ++i) cell.embedding.push_back(static_cast<float>(unit(random)));
    return cell;
}

void fill(const StoreAddress& place, int patients, int cells) {
    const auto store = held(CaseStore::open(place));
    const auto pictures = drawnThumbnails();
    std::mt19937 random(1);
    for (int patient = 0; patient < patients; ++patient) {
        const CaseId id = held(store->createCase("P-" + std::to_string(10'000 + patient)));
        std::vector<CaseCell> added;
        std::vector<std::pair<std::string, Bytes>> small;
        for (int cell = 0; cell < cells; ++cell) {
            const std::string sha256 = digest::sha256(std::string_view(std::to_string(patient) + "/" + std::to_string(cell)));
            added.push_back(someCell(sha256, random));
            small.emplace_back(sha256, pictures[static_cast<std::size_t>(cell) % pictures.size()]);
        }
        done(store->addCells(id, added));
        done(Thumbnails(*store).keep(small));
        done(store->decide(id, std::vector<CellDecision>{{added[0].id, {"hem", false, false, true}}, {added[1].id, {"all", false, true, true}}}));
    }
}

void measure(const char* what, const std::function<void()>& work) {
    std::vector<double> times;
    for (int i = 0; i < kTimes; ++i) {
        const auto start = Clock::now();
        work();
        times.push_back(std::chrono::duration<double, std::milli>(Clock::now() - start).count());
    }
    std::sort(times.begin(), times.end());
    std::printf("  %-44s %7.1f ms, slowest %7.1f\n", what, times[kTimes / 2], times.back());
}

void run(const char* name, const StoreAddress& place, int patients, int cells) {
    std::printf("%s, %d patients of %d cells\n", name, patients, cells);
    const auto start = Clock::now();
    fill(place, patients, cells);
    std::printf("  %-44s %7.1f s\n", "filled", std::chrono::duration<double>(Clock::now() - start).count());
    auto store = held(CaseStore::open(place));
    std::vector<PatientSummary> list;
    measure("opened and listed", [&] {
        store = held(CaseStore::open(place));
        list = held(Patients(*store).list());
    });
    measure("listed", [&] { list = held(Patients(*store).list()); });
    for (const char* search : {"p-1050", "open all:1", "2026 nobody"}) {
        std::size_t found = 0;
        measure((std::string("searched \"") + search + "\"").c_str(), [&] { found = static_cast<std::size_t>(std::count_if(list.begin(), list.end(), [&](const auto& patient) { return matches(patient, search); })); });
        std::printf("    found %zu\n", found);
    }
    std::size_t next = 0;
    measure("a case opened, with all small pictures", [&] {
        const CaseId id = list[(next += 7) % list.size()].sessions.front().id;
        held(store->findCase(id));
        Thumbnails thumbnails(*store);
        for (const CaseCell& cell : held(store->cells(id)))
            if (held(thumbnails.find(cell.sha256)).empty()) throw std::runtime_error("a small picture is missing");
    });
    NoProgress progress;
    const auto verifying = Clock::now();
    const auto verified = held(AuditTrail(*store).verify(progress, {}));
    std::printf("  %-44s %7.1f s, %lld lines %s\n", "trail verified", std::chrono::duration<double>(Clock::now() - verifying).count(), static_cast<long long>(verified.rows), verified.intact() ? "intact" : "BROKEN");
}

}  // namespace

int main(int argc, char** argv) try {
    const int patients = argc > 1 ? std::atoi(argv[1]) : 1000, cells = argc > 2 ? std::atoi(argv[2]) : 200;
    if (patients < 1 || cells < 2) throw std::runtime_error("bench_case_store [PATIENTS [CELLS]]: at least one of two cells");
    const test::TempFolder folder;
    const std::filesystem::path file = folder / "cases.leukocases";
    run("Case file", file, patients, cells);
    std::printf("  %-44s %7.0f MB\n", "size", static_cast<double>(std::filesystem::file_size(file)) / 1e6);
    if (!test::TemporaryServer::isInstalled()) {
        std::printf("no PostgreSQL server is installed here\n");
        return 0;
    }
    auto& server = test::TemporaryServer::get();
    const std::string address = server.createDatabase();
    run("PostgreSQL", held(StoreAddress::parse(address)), patients, cells);
    std::printf("  %-44s %7.0f MB\n", "size", std::atof(server.ask(address, "SELECT pg_database_size(current_database())").c_str()) / 1e6);
    return 0;
} catch (const std::exception& e) {
    std::fprintf(stderr, "%s\n", e.what());
    return 1;
}
