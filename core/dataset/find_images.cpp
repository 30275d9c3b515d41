#include "core/dataset/find_images.h"

#include <sys/stat.h>

#include <algorithm>
#include <cerrno>
#include <set>

#include "core/base/files.h"
#include "core/dataset/names.h"
#include "core/image/decode.h"

namespace leukolens::dataset {
namespace fs = std::filesystem;
namespace {

bool isLeftBehind(const std::string& name) {
    return name.starts_with('.') || name == "__MACOSX" || name == "$RECYCLE.BIN" || name == "System Volume Information" || name == "lost+found";
}

bool endsLikeAnyOf(const std::string& name, std::initializer_list<std::string_view> endings) {
    const std::string lower = lowerCase(name);
    return std::any_of(endings.begin(), endings.end(),
                       [&](std::string_view ending) { return lower.size() > ending.size() && lower.ends_with(ending); });
}

bool isArchive(const std::string& name) {
    return endsLikeAnyOf(name, {".zip", ".zip.001", ".z01", ".7z", ".7z.001", ".rar", ".tar", ".tgz", ".tar.gz", ".tar.bz2", ".tar.xz", ".tar.zst"});
}

/// Which of them are read here depends on the build: ask hasImageExtension() first.
bool isOtherPicture(const std::string& name) {
    return endsLikeAnyOf(name, {".gif", ".webp", ".jp2", ".j2k", ".jpx", ".jxl", ".jxr",    ".avif", ".heic", ".heif", ".ppm",
                                ".pgm", ".tga",  ".psd", ".raw", ".nef", ".cr2", ".dng",    ".dcm",  ".svs",  ".ndpi", ".mrxs",
                                ".czi", ".lif",  ".scn", ".vsi", ".bif", ".nii", ".nii.gz", ".npy",  ".npz"});
}

/// Real folders come first and links to folders after them, so that a file is listed under its own name where it has one.
class FolderWalk {
public:
    FoundImages walk(const fs::path& root, const CancelToken& cancel) {
        m_folders.push_back(root);
        while (!cancel.cancelled() && (!m_folders.empty() || !m_links.empty())) {
            if (m_folders.empty()) {
                m_folders.push_back(*m_links.begin());
                m_links.erase(m_links.begin());
            }
            const fs::path folder = std::move(m_folders.back());
            m_folders.pop_back();
            enter(folder);
        }
        for (auto* list : {&m_found.files, &m_found.archives, &m_found.otherPictures}) std::sort(list->begin(), list->end());
        return std::move(m_found);
    }

private:
    void enter(const fs::path& folder) {
        struct stat info {};
        if (::stat(folder.c_str(), &info) != 0) return unreadable(folder, errno);
        if (!m_entered.emplace(info.st_dev, info.st_ino).second) return;
        std::error_code problem;
        fs::directory_iterator entry(folder, problem);
        for (; !problem && entry != fs::directory_iterator(); entry.increment(problem)) sortIn(*entry);
        if (problem) unreadable(folder, problem.value());
    }

    void sortIn(const fs::directory_entry& entry) {
        const std::string name = entry.path().filename().string();
        if (isLeftBehind(name)) return;
        std::error_code ignored;  // what cannot be told is taken for a file, and reading it says why
        if (entry.is_directory(ignored)) {
            if (entry.is_symlink(ignored)) {
                m_links.insert(entry.path());
            } else {
                m_folders.push_back(entry.path());
            }
        } else if (image::hasImageExtension(entry.path())) {
            m_found.files.push_back(entry.path());
        } else if (entry.is_symlink(ignored) && !entry.exists(ignored)) {
            m_found.problems.push_back(
                {"broken_link", entry.path(), "is a link that leads nowhere; if it is meant for a folder of images, they are missing here"});
        } else if (isArchive(name)) {
            m_found.archives.push_back(entry.path());
        } else if (isOtherPicture(name)) {
            m_found.otherPictures.push_back(entry.path());
        }
    }

    void unreadable(const fs::path& folder, int errnoValue) {
        const Error error = errorFromErrno(errnoValue, folder, false);
        m_found.problems.push_back(
            {"unreadable_folder", folder, "the folder " + error.what + "; its images are missing here"});
    }

    FoundImages m_found;
    std::vector<fs::path> m_folders;
    std::set<fs::path> m_links;
    std::set<std::pair<dev_t, ino_t>> m_entered;
};

}  // namespace

FoundImages findImagesBelow(const fs::path& folder, const CancelToken& cancel) {
    return FolderWalk().walk(folder, cancel);
}

FoundImages findImages(const std::vector<fs::path>& paths, const CancelToken& cancel) {
    FoundImages found;
    std::set<fs::path> listed;
    const auto list = [&](const fs::path& file) {
        if (listed.insert(file.lexically_normal()).second) found.files.push_back(file);
    };
    for (const fs::path& path : paths) {
        std::error_code problem;
        const fs::file_status status = fs::status(path, problem);
        if (fs::is_directory(status)) {
            FoundImages below = findImagesBelow(path, cancel);
            std::for_each(below.files.begin(), below.files.end(), list);
            found.problems.insert(found.problems.end(), below.problems.begin(), below.problems.end());
        } else if (fs::exists(status)) {
            list(path);
        } else {
            const Error error = errorFromErrno(problem ? problem.value() : ENOENT, path, false);
            found.problems.push_back({std::string(toString(error.code)), path, error.what});
        }
    }
    return found;
}

}  // namespace leukolens::dataset
