#include "core/casebook/incoming_pictures.h"

#include <algorithm>
#include <iterator>
#include <set>
#include <utility>

#include "core/dataset/reader.h"

namespace leukolens::casebook {
namespace fs = std::filesystem;
namespace {

constexpr const char* kStage = "Finding images";

class Intake {
public:
    Intake(const KeptPictures& kept, ProgressSink& progress, const CancelToken& cancel) : m_kept(kept), m_progress(progress), m_cancel(cancel) {}

    Result<IncomingPictures> takeAll(const std::vector<fs::path>& paths) {
        for (const fs::path& path : paths) {
            if (m_cancel.cancelled()) return fail(ErrorCode::Cancelled, "stopped");
            m_progress.report({kStage, 0, 0});
            std::error_code ignored;
            if (!isZipName(path) || fs::is_directory(path, ignored)) {
                find(path);
            } else if (auto unpacked = unpack(path); !unpacked) {
                return fail(unpacked.error());
            }
        }
        if (m_cancel.cancelled()) return fail(ErrorCode::Cancelled, "stopped");
        return std::move(m_found);
    }

private:
    void add(IncomingPicture picture) {
        if (m_names.insert(picture.name.lexically_normal()).second) m_found.pictures.push_back(std::move(picture));
    }

    void find(const fs::path& path) {
        dataset::FoundImages found = dataset::findImages({path}, m_cancel);
        for (const fs::path& file : found.files) add({file, file});
        std::ranges::move(found.problems, std::back_inserter(m_found.problems));
    }

    /// Fails where the whole has to end.
    Result<void> unpack(const fs::path& zip) {
        auto unpacked = unpackPictures(zip, m_kept, m_progress, m_cancel);
        if (!unpacked && unpacked.error().file != zip) return fail(unpacked.error());
        if (!unpacked) {
            m_found.zipProblems.push_back(unpacked.error());
            return {};
        }
        if (unpacked->pictures.empty() && unpacked->problems.empty())
            m_found.zipProblems.push_back({ErrorCode::EmptyDataset, "holds no pictures", zip, "BMP, PNG, JPEG, TIFF and WebP files are read."});
        for (UnpackedPicture& picture : unpacked->pictures) add({std::move(picture.file), std::move(picture.entry)});
        std::ranges::move(unpacked->problems, std::back_inserter(m_found.zipProblems));
        return {};
    }

    const KeptPictures& m_kept;
    ProgressSink& m_progress;
    const CancelToken& m_cancel;
    IncomingPictures m_found;
    std::set<fs::path> m_names;
};

}  // namespace

Result<IncomingPictures> findIncoming(const std::vector<fs::path>& paths, const KeptPictures& kept, ProgressSink& progress, const CancelToken& cancel) {
    return Intake(kept, progress, cancel).takeAll(paths);
}

}  // namespace leukolens::casebook
