#include "core/inference/model_library.h"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <map>

#include <nlohmann/json.hpp>

#include "core/base/files.h"
#include "core/base/iso_time.h"
#include "core/inference/model_bundle.h"
#include "core/weights/checked_json.h"

namespace leukolens::inference {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;

constexpr const char* kIndexName = "models.json";
constexpr const char* kEnding = ".leukomodel";
constexpr const char* kImportPrefix = ".import-";
constexpr int kIndexVersion = 1;
constexpr int kMaxIndexDepth = 12;
constexpr std::uint64_t kMaxIndexBytes = 64u << 20;
constexpr std::size_t kMaxTitleCharacters = 120;

/// What the index knows of a file, and how the file looked then.
struct Entry {
    LibraryModel model;
    std::uint64_t bytes = 0;
    std::int64_t changed = 0;
};
using Index = std::map<std::string, Entry>;  ///< by file name

/// One change of the folder at a time, among all programs that use it.
class FolderLock {
public:
    explicit FolderLock(const fs::path& folder) : m_fd(::open((folder / ".lock").c_str(), O_CREAT | O_RDWR | O_CLOEXEC, 0666)) {
        if (m_fd < 0) {
            m_errno = errno;
            return;
        }
        int outcome = 0;
        do outcome = ::flock(m_fd, LOCK_EX);
        while (outcome != 0 && errno == EINTR);
        if (outcome != 0) m_errno = errno;
    }
    ~FolderLock() {
        if (m_fd >= 0) ::close(m_fd);
    }
    FolderLock(const FolderLock&) = delete;
    FolderLock& operator=(const FolderLock&) = delete;
    int failure() const { return m_errno; }

private:
    int m_fd = -1, m_errno = 0;
};

std::int64_t changeTime(const fs::path& file, std::error_code& code) {
    return std::chrono::duration_cast<std::chrono::nanoseconds>(fs::last_write_time(file, code).time_since_epoch()).count();
}

json toJson(const Index& index) {
    json models = json::array();
    for (const auto& [name, entry] : index)
        models.push_back({{"file", name},
                          {"sha256", entry.model.sha256},
                          {"title", entry.model.title},
                          {"added", entry.model.added},
                          {"bytes", entry.bytes},
                          {"changed", entry.changed},
                          {"card", toJson(entry.model.card)}});
    return {{"version", kIndexVersion}, {"models", models}};
}

/// An index whose content cannot be understood is made anew from the files, so that nothing but the titles given here can be lost; it is put
/// aside for that.
Result<Index> readIndex(const fs::path& folder) {
    Index index;
    const auto file = folder / kIndexName;
    const auto text = readTextFile(file, kMaxIndexBytes);
    if (!text && text.error().code == ErrorCode::NotFound) return index;
    if (!text) return fail(text.error());
    try {
        const auto value = weights::parseChecked({reinterpret_cast<const std::uint8_t*>(text->data()), text->size()}, kMaxIndexDepth);
        if (value.at("version").get<int>() != kIndexVersion) throw std::invalid_argument("another version");
        for (const auto& item : value.at("models")) {
            Entry entry;
            const auto name = item.at("file").get<std::string>();
            auto card = modelCardFromJson(item.at("card"), folder / name);
            if (!card || fs::path(name).filename() != name) continue;  // read again from the file
            entry.model = {folder / name, item.at("sha256").get<std::string>(), item.at("title").get<std::string>(), item.at("added").get<std::string>(), std::move(*card)};
            entry.bytes = item.at("bytes").get<std::uint64_t>();
            entry.changed = item.at("changed").get<std::int64_t>();
            index.emplace(name, std::move(entry));
        }
    } catch (const std::exception&) {
        std::error_code ignored;
        fs::rename(file, folder / (std::string(kIndexName) + ".damaged"), ignored);
        index.clear();
    }
    return index;
}

Result<void> writeIndex(const fs::path& folder, const Index& index) {
    return writeFileAtomically(folder / kIndexName, toJson(index).dump(1, ' ', false, json::error_handler_t::replace) + '\n');
}

std::string clippedTitle(const std::string& name) {
    std::string title;
    std::size_t characters = 0;
    for (const char c : name) {
        if ((static_cast<unsigned char>(c) & 0xc0) != 0x80 && ++characters > kMaxTitleCharacters) break;
        title += c;
    }
    return title;
}

/// What an earlier attempt left when it was killed.
void sweep(const fs::path& folder) {
    std::error_code code;
    for (fs::directory_iterator item(folder, code), end; !code && item != end; item.increment(code)) {
        std::error_code ignored;
        if (item->path().filename().string().starts_with(kImportPrefix)) fs::remove(item->path(), ignored);
    }
}

/// Brings the index in line with the files and says whether it changed. Problems: files that are no models, or cannot be read now; of the
/// latter the index keeps what it knew.
Result<bool> refresh(const fs::path& folder, Index& index, std::vector<LibraryProblem>& problems) {
    std::error_code code;
    Index present;
    bool changed = false;
    fs::directory_iterator item(folder, code);
    for (const fs::directory_iterator end; !code && item != end; item.increment(code)) {
        const auto path = item->path();
        const std::string name = path.filename().string();
        if (path.extension() != kEnding || name.starts_with('.')) continue;
        std::error_code failure;
        const std::uint64_t bytes = fs::file_size(path, failure);
        const std::int64_t time = failure ? 0 : changeTime(path, failure);
        const auto known = index.find(name);
        if (known != index.end() && !failure && known->second.bytes == bytes && known->second.changed == time) {
            present.emplace(name, known->second);
            continue;
        }
        auto bundle = readModelBundle(path);
        if (!bundle) {
            problems.push_back({path, bundle.error()});
            const bool isNone = bundle.error().code == ErrorCode::NotAModel || bundle.error().code == ErrorCode::DamagedModel;
            if (known != index.end() && !isNone) present.emplace(name, known->second);
            continue;
        }
        const bool same = known != index.end() && known->second.model.sha256 == bundle->sha256;
        Entry entry{{path, bundle->sha256, same ? known->second.model.title : clippedTitle(bundle->card.name), same ? known->second.model.added : isoUtcNow(), bundle->card},
                    bytes, time};
        present.emplace(name, std::move(entry));
        changed = true;
    }
    if (code) return fail(errorFromErrno(code.value(), folder, false));
    changed = changed || present.size() != index.size();
    index = std::move(present);
    return changed;
}

/// The index as it is now, brought in line with the files.
Result<Index> currentIndex(const fs::path& folder) {
    auto index = readIndex(folder);
    if (!index) return index;
    std::vector<LibraryProblem> problems;
    if (auto refreshed = refresh(folder, *index, problems); !refreshed) return fail(refreshed.error());
    return index;
}

/// A file name from what a person reads: "InceptionV3 fold 1" → "inceptionv3-fold-1".
std::string slugOf(const std::string& name) {
    std::string slug;
    for (const char c : name.substr(0, 40)) {
        const bool plain = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
        if (plain) slug += c;
        else if (c >= 'A' && c <= 'Z') slug += static_cast<char>(c - 'A' + 'a');
        else if (!slug.empty() && slug.back() != '-') slug += '-';
    }
    while (!slug.empty() && slug.back() == '-') slug.pop_back();
    return slug.empty() ? "model" : slug;
}

std::size_t characterCount(const std::string& utf8) {
    return static_cast<std::size_t>(std::count_if(utf8.begin(), utf8.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xc0) != 0x80; }));
}

bool sameAnswers(const ModelCard& a, const ModelCard& b) {
    return a.weightsSha256 == b.weightsSha256 && a.kind == b.kind && a.classNames() == b.classNames() && a.blastClass == b.blastClass && a.inputPx == b.inputPx &&
           toJson(a.stain) == toJson(b.stain);
}

/// `imported` lies in the folder under a hidden name and becomes a model of it, or goes where it is one already.
Result<AddedModel> settle(const fs::path& folder, const fs::path& imported, const ModelInspection& inspection, bool copied, Index& index) {
    const ModelCard& card = *inspection.card;
    std::error_code code;
    for (const auto& [name, entry] : index)
        // Weights imported twice differ in the date and the name on their card alone.
        if (entry.model.sha256 == inspection.sha256 || (!copied && sameAnswers(entry.model.card, card))) return AddedModel{entry.model, true};
    const auto target = folder / (slugOf(card.name) + '-' + inspection.sha256.substr(0, 8) + kEnding);
    fs::rename(imported, target, code);
    if (code) return fail(errorFromErrno(code.value(), target, true));
    Entry entry{{target, inspection.sha256, clippedTitle(card.name), isoUtcNow(), card}, inspection.bytes, changeTime(target, code)};
    const AddedModel added{entry.model, false};
    index.insert_or_assign(target.filename().string(), std::move(entry));
    if (auto written = writeIndex(folder, index); !written) return fail(written.error());
    return added;
}

}  // namespace

ModelLibrary::ModelLibrary(fs::path folder) : m_folder(std::move(folder)) {}

Result<LibraryContent> ModelLibrary::list() const {
    LibraryContent content;
    std::error_code code;
    if (!fs::exists(m_folder, code)) return content;
    if (auto readable = requireReadableFolder(m_folder); !readable) return fail(readable.error());
    const FolderLock lock(m_folder);
    auto index = readIndex(m_folder);
    if (!index) return fail(index.error());
    const auto changed = refresh(m_folder, *index, content.problems);
    if (!changed) return fail(changed.error());
    // Without permission to write the list is just slower next time.
    if (*changed) (void)writeIndex(m_folder, *index);
    for (auto& [name, entry] : *index) content.models.push_back(std::move(entry.model));
    std::stable_sort(content.models.begin(), content.models.end(), [](const auto& a, const auto& b) { return a.title < b.title; });
    return content;
}

Result<AddedModel> ModelLibrary::add(const fs::path& file, const ImportChoices& choices) const {
    if (auto made = createFolder(m_folder); !made) return fail(made.error());
    const FolderLock lock(m_folder);
    if (lock.failure() != 0) return fail(errorFromErrno(lock.failure(), m_folder, true));
    auto index = currentIndex(m_folder);
    if (!index) return fail(index.error());
    sweep(m_folder);
    const auto imported = m_folder / (kImportPrefix + std::to_string(::getpid()) + kEnding);
    const auto inspection = importModel(file, choices, imported);
    auto added = [&]() -> Result<AddedModel> {
        if (!inspection) return fail(inspection.error());
        return settle(m_folder, imported, *inspection, inspection->file == file, *index);
    }();
    sweep(m_folder);
    return added;
}

Result<void> ModelLibrary::rename(const std::string& sha256, const std::string& title) const {
    if (title.empty() || characterCount(title) > kMaxTitleCharacters || title.find_first_of("\n\r\t") != std::string::npos)
        return fail(ErrorCode::InvalidArgument, "a title is one line of 1 to " + std::to_string(kMaxTitleCharacters) + " characters", {}, "Choose another title.");
    const FolderLock lock(m_folder);
    if (lock.failure() != 0) return fail(errorFromErrno(lock.failure(), m_folder, true));
    auto index = currentIndex(m_folder);
    if (!index) return fail(index.error());
    for (auto& [name, entry] : *index) {
        if (entry.model.sha256 != sha256) continue;
        entry.model.title = title;
        return writeIndex(m_folder, *index);
    }
    return fail(ErrorCode::NotFound, "the model is no longer there", m_folder, "Look at the list again.");
}

Result<void> ModelLibrary::remove(const std::string& sha256) const {
    const FolderLock lock(m_folder);
    if (lock.failure() != 0) return fail(errorFromErrno(lock.failure(), m_folder, true));
    auto index = currentIndex(m_folder);
    if (!index) return fail(index.error());
    for (auto at = index->begin(); at != index->end(); ++at) {
        if (at->second.model.sha256 != sha256) continue;
        std::error_code code;
        if (!fs::remove(at->second.model.file, code) && code) return fail(errorFromErrno(code.value(), at->second.model.file, true));
        index->erase(at);
        return writeIndex(m_folder, *index);
    }
    return fail(ErrorCode::NotFound, "the model is no longer there", m_folder, "Look at the list again.");
}

}  // namespace leukolens::inference
