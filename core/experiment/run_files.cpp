#include "core/experiment/run_files.h"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <nlohmann/json.hpp>

#include "core/base/files.h"
#include "core/base/iso_time.h"
#include "core/dataset/fingerprint.h"
#include "core/experiment/history.h"
#include "core/experiment/run_data.h"

namespace leukolens::experiment {
namespace fs = std::filesystem;

/// A lock on the folder itself: nothing is left behind, whatever ends the program.
struct RunFiles::Lock {
    explicit Lock(int descriptor) : fd(descriptor) {}
    ~Lock() { ::close(fd); }
    Lock(const Lock&) = delete;
    Lock& operator=(const Lock&) = delete;
    int fd;
};

namespace {

constexpr std::uint64_t kMaxJsonBytes = 64u << 20;

/// Nothing is in it but what a run writes before settings.json: it was killed while it began.
bool holdsNoRun(const fs::path& folder, std::error_code& code) {
    for (fs::directory_iterator entry(folder, code), end; !code && entry != end; entry.increment(code)) {
        const std::string name = entry->path().filename().string();
        std::error_code ignored;
        const bool isTemporary = name.starts_with('.') && name.ends_with(".tmp");
        const bool isEmptyHistory = name == "history.csv" && fs::file_size(entry->path(), ignored) <= historyHeader().size();
        const bool isKept = name == kFactsFile || name == kCorrectionsFile || name == kDecisionsFile || name == kLeaksFile;
        if (!isTemporary && !isEmptyHistory && !isKept && name != "split.json" && name != "outcome.json") return false;
    }
    return true;
}

/// What an atomic write leaves when the program is killed in it: ".NAME.PID-N.tmp".
void removeTemporaries(const fs::path& folder) {
    std::error_code code;
    for (fs::directory_iterator entry(folder, code), end; !code && entry != end; entry.increment(code)) {
        const std::string name = entry->path().filename().string();
        std::error_code ignored;
        if (name.starts_with('.') && name.ends_with(".tmp")) fs::remove(entry->path(), ignored);
        if (entry->is_directory(ignored) && (name.starts_with("fold-") || name == "checkpoint")) removeTemporaries(entry->path());
    }
}

}  // namespace

Result<void> removeStale(const fs::path& file) {
    std::error_code code;
    fs::remove(file, code);
    if (code) return fail(errorFromErrno(code.value(), file, true));
    return {};
}

Result<RunFiles> RunFiles::locked(const fs::path& folder) {
    std::error_code code;
    const fs::path absolute = fs::absolute(folder, code).lexically_normal();
    const int fd = ::open(absolute.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (fd < 0) return fail(errorFromErrno(errno, folder, true));
    auto lock = std::make_shared<Lock>(fd);
    // Some network file systems know no locks: then there is none.
    if (::flock(fd, LOCK_EX | LOCK_NB) != 0 && errno == EWOULDBLOCK)
        return fail(ErrorCode::AlreadyExists, "another program is training into it", folder, "Wait until it is done, or stop it.");
    return RunFiles(absolute, std::move(lock));
}

Result<RunFiles> RunFiles::create(const fs::path& folder) {
    std::error_code code;
    if (fs::exists(folder, code)) {
        if (!fs::is_directory(folder, code)) return fail(ErrorCode::AlreadyExists, "is a file, a run needs a folder", folder, "Choose a new folder.");
        const bool unused = holdsNoRun(folder, code);
        if (code) return fail(errorFromErrno(code.value(), folder, true));
        if (fs::exists(folder / "settings.json", code))
            return fail(ErrorCode::AlreadyExists, "holds a run already; earlier results are never overwritten", folder, "Choose a new folder, or resume that run.");
        if (!unused) return fail(ErrorCode::AlreadyExists, "is not empty; earlier results are never overwritten", folder, "Choose a new folder.");
    }
    if (auto created = createFolder(folder); !created) return fail(created.error());
    auto files = locked(folder);
    if (!files) return files;
    if (auto header = files->writeHistory({}); !header) return fail(header.error());
    return files;
}

Result<RunFiles> RunFiles::open(const fs::path& folder) {
    auto files = locked(folder);
    if (!files) return files;
    removeTemporaries(files->m_folder);
    if (auto logged = appendToFile(files->m_folder / "log.txt", isoUtcNow() + " opened to go on\n"); !logged && logged.error().code != ErrorCode::DiskFull)
        return fail(logged.error());
    return files;
}

Result<void> RunFiles::writeSettings(const TrainSettings& settings, const std::string& device, const std::string& precision, const dataset::Dataset& dataset) {
    auto json = toJson(settings);
    std::vector<int> counted(dataset.classes.size(), 0);
    for (const auto& cell : dataset.cells) ++counted[static_cast<std::size_t>(cell.classIndex)];
    nlohmann::json counts = nlohmann::json::object();
    for (std::size_t i = 0; i < counted.size(); ++i) counts[dataset.classes[i]] = counted[i];
    json["used"] = {{"program", "Leukolens " LEUKOLENS_VERSION}, {"device", device}, {"precision", precision}, {"settingsHash", settingsHash(settings)},
                    {"started", isoUtcNow()}};
    json["data"] = {{"root", toUtf8(dataset.root)}, {"source", toUtf8(dataset.source.empty() ? dataset.root : dataset.source)}, {"layout", dataset.layout}, {"cells", dataset.cells.size()}, {"subjects", dataset.subjects.size()},
                    {"classes", counts}, {"sha256", dataset::fingerprint(dataset)}};
    json["data"]["read"] = dataset::toJson(dataset.readAs);
    return writeFileAtomically(m_folder / "settings.json", json.dump(2) + '\n');
}

Result<void> RunFiles::writeExtensions(const std::vector<ExtensionRecord>& extensions) {
    const fs::path file = m_folder / "settings.json";
    const auto text = readTextFile(file, kMaxJsonBytes);
    if (!text) return fail(text.error());
    auto json = nlohmann::json::parse(*text, nullptr, false);
    if (!json.is_object()) return fail(ErrorCode::ReadFailed, "is no JSON object", file, "The run folder is damaged.");
    json["extensions"] = nlohmann::json::array();
    for (const auto& extension : extensions) json["extensions"].push_back({{"epochs", extension.epochs}, {"from", extension.from}});
    return writeFileAtomically(file, json.dump(2) + '\n');
}

Result<void> RunFiles::writeLeaks(const dataset::Dataset& dataset, const LeakRecord& leaks) {
    if (leaks.pairs.empty()) return removeStale(m_folder / kLeaksFile);
    return writeFileAtomically(m_folder / kLeaksFile, toJson(leaks, dataset.root).dump(1) + '\n');
}

Result<void> RunFiles::writeSplit(const dataset::Dataset& dataset, const dataset::Split& split) {
    return writeFileAtomically(m_folder / "split.json", dataset::toJson(dataset, split).dump(1) + '\n');
}

Result<void> RunFiles::writeHistory(const std::vector<EpochRecord>& rows) {
    std::string text = historyHeader();
    for (const auto& row : rows) text += toCsv(row);
    return writeFileAtomically(m_folder / "history.csv", text);
}

Result<void> RunFiles::appendEpoch(const EpochRecord& record) { return appendToFile(m_folder / "history.csv", toCsv(record)); }

Result<void> RunFiles::writeFolds(const std::vector<FoldRecord>& folds) {
    return writeFileAtomically(m_folder / "folds.csv", foldsCsv(folds, meanOf(folds), m_folder));
}

Result<void> RunFiles::writeOutcome(const RunResult& result) {
    nlohmann::json json = {{"version", kRunFormatVersion}, {"notices", result.notices}};
    if (result.weights)
        json["weights"] = {{"loaded", result.weights->loaded}, {"missing", result.weights->missing}, {"unexpected", result.weights->unexpected}};
    if (result.halvedBatch > 0) json["halvedBatch"] = {{"batch", result.halvedBatch}, {"fold", result.halvedInFold}};
    return writeFileAtomically(m_folder / "outcome.json", json.dump(1) + '\n');
}

void RunFiles::log(const std::string& line) { (void)appendToFile(m_folder / "log.txt", isoUtcNow() + ' ' + line + '\n'); }

}  // namespace leukolens::experiment
