#include "core/fields/demo_field_set.h"

#include "core/base/files.h"
#include "core/dataset/demo_field.h"
#include "core/fields/voc_boxes.h"

namespace leukolens::fields {
namespace fs = std::filesystem;
namespace {

constexpr int kSubjects = 6;
constexpr const char* kPictures = "JPEGImages";
constexpr const char* kAnnotations = "Annotations";

/// What is drawn lies here, inside of the folder itself, until it is whole: hidden from whoever reads the folder meanwhile.
class Staging {
public:
    explicit Staging(fs::path folder) : m_folder(std::move(folder)), m_inside(m_folder / ".drawing") {
        std::error_code ignored;
        m_folderWasThere = fs::exists(m_folder, ignored);
    }
    Staging(const Staging&) = delete;
    Staging& operator=(const Staging&) = delete;

    ~Staging() {
        std::error_code ignored;
        fs::remove_all(m_inside, ignored);
        if (m_done) return;
        for (const char* part : {kAnnotations, kPictures}) fs::remove_all(m_folder / part, ignored);
        if (!m_folderWasThere) fs::remove(m_folder, ignored);
    }

    Result<void> create() {
        for (const char* part : {kPictures, kAnnotations})
            if (auto created = createFolder(m_inside / part); !created) return created;
        return {};
    }

    Result<void> write(const std::string& name, std::span<const std::uint8_t> picture, const std::string& annotation) {
        if (auto written = writeFileAtomically(m_inside / kAnnotations / (name + ".xml"), annotation); !written) return written;
        return writeFileAtomically(m_inside / kPictures / (name + ".png"), picture);
    }

    /// Pictures last: without them there is no set yet.
    Result<void> finish() {
        for (const char* part : {kAnnotations, kPictures}) {
            std::error_code code;
            fs::rename(m_inside / part, m_folder / part, code);
            if (code) return fail(errorFromErrno(code.value(), m_folder / part, true));
        }
        m_done = true;
        return {};
    }

private:
    fs::path m_folder, m_inside;
    bool m_folderWasThere = false, m_done = false;
};

dataset::DemoFieldSettings settingsOf(int field) {
    // A detector tells 100 cells of a field at most: there must be fewer.
    return {.width = 960, .height = 720, .subject = field % kSubjects, .field = field / kSubjects, .whiteCells = 5};
}

VocAnnotation annotationOf(const dataset::DemoField& field) {
    VocAnnotation annotation{field.picture.width, field.picture.height, {}};
    for (const auto& [name, left, top, right, bottom] : field.boxes)
        annotation.boxes.push_back({name, {static_cast<float>(left), static_cast<float>(top), static_cast<float>(right), static_cast<float>(bottom)}, false});
    return annotation;
}

}  // namespace

Result<BoxCounts> writeDemoFieldSet(const fs::path& folder, int fields, ProgressSink& progress, const CancelToken& cancel) {
    if (fields < kLeastDemoFields || fields > kMostDemoFields)
        return fail(ErrorCode::InvalidArgument, "the number of fields must be " + std::to_string(kLeastDemoFields) + " to " + std::to_string(kMostDemoFields) + ", it is " + std::to_string(fields));
    if (auto free = requireAbsentOrEmpty(folder); !free) return fail(free.error());
    Staging staging(folder);
    if (auto created = staging.create(); !created) return fail(created.error());
    BoxCounts counts;
    for (int i = 0; i < fields; ++i) {
        if (cancel.cancelled()) return fail(ErrorCode::Cancelled, "stopped");
        progress.report({"Drawing fields", i, fields});
        const auto settings = settingsOf(i);
        const auto field = dataset::drawDemoField(settings);
        const auto picture = dataset::demoFile(field.picture);
        if (!picture) return fail(picture.error());
        const auto name = "subject-" + std::to_string(settings.subject + 1) + "-field-" + std::to_string(settings.field + 1);
        const auto annotation = vocAnnotation(annotationOf(field), name + ".png");
        if (!annotation) return fail(annotation.error());
        if (auto written = staging.write(name, *picture, *annotation); !written) return fail(written.error());
        for (const auto& box : field.boxes) ++counts[box.className];
    }
    if (auto finished = staging.finish(); !finished) return fail(finished.error());
    progress.report({"Drawing fields", fields, fields});
    return counts;
}

}  // namespace leukolens::fields
