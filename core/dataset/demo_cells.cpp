#include "core/dataset/demo_cells.h"

#include <algorithm>
#include <array>
#include <atomic>
#include <exception>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include "core/base/cores.h"
#include "core/base/files.h"
#include "core/dataset/demo_painter.h"
#include "core/dataset/demo_traits.h"
#include "core/image/encode.h"

namespace leukolens::dataset {
namespace fs = std::filesystem;
namespace {

constexpr int kFolds = 3;
constexpr int kCellsPerImage = 5;
constexpr std::string_view kMark = "Demonstration cell drawn by Leukolens";

struct DemoFile {
    int subject = 0;
    int cell = 0;
    bool blast = false;
    fs::path path;
};

/// Leukemia subjects "1", "2", …, then normal ones "H1", "H2", …, each in one fold.
std::vector<DemoFile> plan(const fs::path& folder, const DemoSettings& settings) {
    const int leukemic = settings.subjects / 2;
    std::vector<DemoFile> files;
    for (int subject = 0; subject < settings.subjects; ++subject) {
        const bool blast = subject < leukemic;
        const int member = blast ? subject : subject - leukemic;
        const std::string label = demoClass(blast);
        const std::string name = (blast ? "" : "H") + std::to_string(member + 1);
        const fs::path place = folder / "training_data" / ("fold_" + std::to_string(member % kFolds)) / label;
        for (int cell = 0; cell < settings.cellsPerSubject; ++cell) {
            const std::string file = "UID_" + name + "_" + std::to_string(cell / kCellsPerImage + 1) + "_" +
                                     std::to_string(cell % kCellsPerImage + 1) + "_" + label + ".png";
            files.push_back({subject, cell, blast, place / file});
        }
    }
    return files;
}

Result<void> requireDrawable(const DemoSettings& settings) {
    const auto check = [](const char* name, int value, int low, int high) -> Result<void> {
        if (value >= low && value <= high) return {};
        return fail(ErrorCode::InvalidArgument, std::string(name) + " must be " + std::to_string(low) + " to " +
                                                    std::to_string(high) + ", it is " + std::to_string(value));
    };
    return check("the number of subjects", settings.subjects, 2, 1000)
        .and_then([&] { return check("the number of cells per subject", settings.cellsPerSubject, 1, 10'000); })
        .and_then([&] { return check("the size in pixels", settings.sizePx, 16, 4096); });
}

/// Draws and writes the planned files on all cores.
class DemoWriter {
public:
    DemoWriter(const DemoSettings& settings, std::vector<DemoFile> files, ProgressSink& progress, const CancelToken& cancel)
        : m_settings(settings), m_files(std::move(files)), m_progress(progress), m_cancel(cancel) {}

    Result<void> run() {
        const auto cores = static_cast<unsigned>(usableCores());
        std::vector<std::jthread> threads;  // joined even if one cannot be started
        for (std::size_t i = 0; i < std::min<std::size_t>(cores, m_files.size()); ++i) {
            threads.emplace_back([this] { work(); });
        }
        for (std::jthread& thread : threads) thread.join();
        if (m_exception) std::rethrow_exception(m_exception);
        if (m_error) return fail(*m_error);
        if (m_cancel.cancelled() && m_done < m_files.size())
            return fail(ErrorCode::Cancelled, "drawing the cells was stopped");
        return {};
    }

private:
    void work() {
        try {
            while (!m_failed.load() && !m_cancel.cancelled()) {
                const std::size_t index = m_next.fetch_add(1);
                if (index >= m_files.size()) return;
                finish(write(m_files[index]));
            }
        } catch (...) {
            const std::lock_guard lock(m_mutex);
            if (!m_exception) m_exception = std::current_exception();
            m_failed = true;
        }
    }

    Result<void> write(const DemoFile& file) const {
        return demoFile(drawDemoCell(m_settings, file.subject, file.blast, file.cell))
            .and_then([&](const Bytes& png) { return writeFileAtomically(file.path, png); });
    }

    void finish(const Result<void>& written) {
        // The lock keeps the reports in order.
        const std::lock_guard lock(m_mutex);
        if (!written) {
            if (!m_error) m_error = written.error();
            m_failed = true;
            return;
        }
        ++m_done;
        m_progress.report({"Drawing cells", static_cast<std::int64_t>(m_done), static_cast<std::int64_t>(m_files.size())});
    }

    const DemoSettings& m_settings;
    const std::vector<DemoFile> m_files;
    ProgressSink& m_progress;
    const CancelToken& m_cancel;
    std::atomic<std::size_t> m_next{0};
    std::atomic<bool> m_failed{false};
    std::mutex m_mutex;  ///< guards what follows while threads run
    std::size_t m_done = 0;
    std::optional<Error> m_error;
    std::exception_ptr m_exception;
};

/// Takes away, unless keep() was called, the planned files and the folders made for them, so that a stopped attempt can be
/// repeated. Folders that hold anything else stay.
class Cleanup {
public:
    Cleanup(fs::path folder, std::vector<DemoFile> files) : m_folder(std::move(folder)), m_files(std::move(files)) {
        std::error_code code;
        m_folderWasThere = fs::exists(m_folder, code);
    }
    Cleanup(const Cleanup&) = delete;
    Cleanup& operator=(const Cleanup&) = delete;

    ~Cleanup() {
        if (m_kept) return;
        std::error_code ignored;
        for (const DemoFile& file : m_files) fs::remove(file.path, ignored);
        const fs::path data = m_folder / "training_data";
        for (int fold = 0; fold < kFolds; ++fold) {
            const fs::path place = data / ("fold_" + std::to_string(fold));
            for (const char* label : {demoClass(true), demoClass(false)}) fs::remove(place / label, ignored);
            fs::remove(place, ignored);
        }
        fs::remove(data, ignored);
        if (!m_folderWasThere) fs::remove(m_folder, ignored);
    }

    void keep() { m_kept = true; }

private:
    fs::path m_folder;
    std::vector<DemoFile> m_files;
    bool m_folderWasThere = false;
    bool m_kept = false;
};

}  // namespace

image::Image drawDemoCell(const DemoSettings& settings, int subject, bool blast, int cell) {
    return paintCell(drawTraits(settings, subject, blast, cell), settings.sizePx);
}

Result<Bytes> demoFile(const image::Image& cell) {
    return image::encodePng(cell).map([](const Bytes& png) { return image::withPngComment(png, kMark); });
}

bool isDemoFile(std::span<const std::uint8_t> file) { return image::pngComment(file) == kMark; }

Result<void> writeDemoCells(const fs::path& folder, const DemoSettings& settings, ProgressSink& progress,
                            const CancelToken& cancel) {
    if (auto drawable = requireDrawable(settings); !drawable) return drawable;
    if (auto free = requireAbsentOrEmpty(folder); !free) return free;
    const std::vector<DemoFile> files = plan(folder, settings);
    Cleanup cleanup(folder, files);
    for (const DemoFile& file : files) {
        if (file.cell > 0) continue;
        if (auto created = createFolder(file.path.parent_path()); !created) return created;
    }
    DemoWriter writer(settings, files, progress, cancel);
    auto written = writer.run();
    if (written) cleanup.keep();
    return written;
}

}  // namespace leukolens::dataset
