#include "core/fields/field_set.h"

#include <algorithm>
#include <charconv>
#include <map>
#include <numeric>
#include <optional>
#include <set>

#include "core/base/files.h"
#include "core/base/random.h"
#include "core/base/utf8.h"
#include "core/dataset/find_images.h"
#include "core/digest/sha256.h"
#include "core/fields/voc_boxes.h"
#include "core/image/decode.h"
#include "core/image/resize.h"

namespace leukolens::fields {
namespace fs = std::filesystem;
namespace {

constexpr std::uint64_t kTestPart = 4;  // purpose of a derived seed
constexpr double kLongest = 5.0 / 3;
constexpr const char* kAdvice = "Choose a folder with pictures of fields and, beside them or in a folder Annotations, one XML file of Pascal VOC a picture.";

/// Photographs before masks and drawings that are called alike: beside their XML file, then in Pascal VOC's folder, then all else.
int rankOf(const fs::path& picture) {
    std::error_code ignored;
    if (fs::is_regular_file(fs::path(picture).replace_extension(".xml"), ignored)) return 0;
    return picture.parent_path().filename() == "JPEGImages" ? 1 : 2;
}

std::optional<fs::path> annotationOf(const fs::path& picture) {
    const auto name = fs::path(picture.stem()) += ".xml";
    const auto folder = picture.parent_path();
    std::error_code ignored;
    for (const auto& candidate : {folder / name, folder.parent_path() / "Annotations" / name, folder.parent_path() / "annotations" / name})
        if (fs::is_regular_file(candidate, ignored)) return candidate;
    return std::nullopt;
}

/// Cut off at the picture's borders; nothing where none of it is inside.
std::optional<detection::Box> inside(const detection::Box& box, int width, int height) {
    const detection::Box cut{std::max(box.left, 0.f), std::max(box.top, 0.f), std::min(box.right, static_cast<float>(width)), std::min(box.bottom, static_cast<float>(height))};
    return cut.right > cut.left && cut.bottom > cut.top ? std::optional(cut) : std::nullopt;
}

/// One picture on its way into the set, classes by name.
struct Read {
    FieldFile file;
    std::vector<NamedBox> boxes;
};

class Reader {
public:
    explicit Reader(FieldSet& set) : m_set(set) {}

    void add(const fs::path& picture) {
        const auto name = toUtf8(picture.lexically_relative(m_set.root));
        if (!isUtf8(name)) return problem("name_not_utf8", picture, "its name is not UTF-8");
        const auto annotation = annotationOf(picture);
        if (!annotation) return problem("no_boxes_file", picture, "no XML file of its name lies beside it or in a folder Annotations");
        if (!m_taken.insert(*annotation).second) return problem("boxes_taken", picture, "its boxes belong to another picture of that name");
        const auto boxes = readVocAnnotation(*annotation);
        if (!boxes) return broken(boxes.error());
        const image::DecodeLimits limits;
        const auto bytes = readFile(picture, limits.maxFileBytes);
        if (!bytes) return broken(bytes.error());
        const auto decoded = image::decodeBytes(*bytes, picture, limits);
        if (!decoded) return broken(decoded.error());
        auto sha256 = digest::sha256(*bytes);
        if (!m_seen.insert(sha256).second) return problem("duplicate", picture, "another picture is the same, byte by byte");
        if ((boxes->width > 0 && boxes->width != decoded->width) || (boxes->height > 0 && boxes->height != decoded->height))
            return problem("other_size", picture, "its boxes were drawn in " + std::to_string(boxes->width) + " × " + std::to_string(boxes->height) + " px, it has " + std::to_string(decoded->width) + " × " + std::to_string(decoded->height));
        Read read{{picture, name, decoded->width, decoded->height, {}, std::move(sha256)}, {}};
        for (const auto& box : boxes->boxes) {
            const auto cut = inside(box.box, decoded->width, decoded->height);
            if (cut) read.boxes.push_back({box.name, *cut, box.difficult});
            else problem("outside", *annotation, "a box of " + box.name + " lies outside of the picture");
        }
        m_read.push_back(std::move(read));
    }

    void finish() {
        std::map<std::string, int> classes;
        for (const auto& read : m_read)
            for (const auto& box : read.boxes) classes.emplace(box.name, 0);
        for (auto& [name, index] : classes) {
            index = static_cast<int>(m_set.classes.size());
            m_set.classes.push_back(name);
        }
        for (auto& [file, boxes] : m_read) {
            for (const auto& box : boxes) file.boxes.push_back({box.box, classes.at(box.name), box.difficult});
            m_set.fields.push_back(std::move(file));
        }
        std::ranges::sort(m_set.fields, {}, &FieldFile::name);
    }

private:
    void problem(const char* code, const fs::path& path, std::string message) { m_set.problems.push_back({code, path, std::move(message)}); }
    void broken(const Error& error) { m_set.problems.push_back({std::string(toString(error.code)), error.file, error.what}); }

    FieldSet& m_set;
    std::vector<Read> m_read;
    std::set<std::string> m_seen;
    std::set<fs::path> m_taken;  ///< XML files that have their picture
};

}  // namespace

std::string FieldSet::sha256() const {
    // The window may run in a locale that writes commas.
    const auto number = [](float value) {
        char text[64];
        return std::string(text, std::to_chars(text, text + sizeof text, value, std::chars_format::fixed, 6).ptr);
    };
    std::string text;
    for (const auto& name : classes) text += name + '\n';
    for (const auto& field : fields) {
        text += field.sha256;
        for (const auto& [box, classIndex, difficult] : field.boxes)
            text += ' ' + std::to_string(classIndex) + (difficult ? "!" : ":") + number(box.left) + ',' + number(box.top) + ',' + number(box.right) + ',' + number(box.bottom);
        text += '\n';
    }
    return digest::sha256(text);
}

std::vector<int> FieldSet::boxesOfClass(std::span<const int> of) const {
    std::vector<int> counts(classes.size(), 0);
    for (const int index : of)
        for (const auto& box : fields[static_cast<std::size_t>(index)].boxes) ++counts[static_cast<std::size_t>(box.classIndex)];
    return counts;
}

Result<FieldSet> readFields(const fs::path& folder, ProgressSink& progress, const CancelToken& cancel) {
    if (auto readable = requireReadableFolder(folder); !readable) return fail(readable.error());
    FieldSet set;
    std::error_code code;
    set.root = fs::absolute(folder, code).lexically_normal();
    auto found = dataset::findImagesBelow(set.root, cancel);
    std::ranges::stable_sort(found.files, {}, rankOf);
    for (const auto& problem : found.problems) set.problems.push_back({problem.code, problem.path, problem.message});
    Reader reader(set);
    for (std::size_t i = 0; i < found.files.size(); ++i) {
        if (cancel.cancelled()) return fail(ErrorCode::Cancelled, "stopped");
        reader.add(found.files[i]);
        progress.report({"Reading fields", static_cast<std::int64_t>(i + 1), static_cast<std::int64_t>(found.files.size())});
    }
    if (cancel.cancelled()) return fail(ErrorCode::Cancelled, "stopped");
    reader.finish();
    if (set.classes.empty()) return fail(ErrorCode::EmptyDataset, "none of its " + std::to_string(found.files.size()) + " pictures has boxes", folder, kAdvice);
    return set;
}

std::vector<int> drawnTestPart(int fields, double share, std::uint64_t seed) {
    std::vector<int> order(static_cast<std::size_t>(fields));
    std::iota(order.begin(), order.end(), 0);
    Random random(deriveSeed(seed, kTestPart));
    random.shuffle(order);
    order.resize(static_cast<std::size_t>(std::clamp(static_cast<int>(fields * share + 0.5), 0, fields - 1)));
    std::ranges::sort(order);
    return order;
}

ShownSize shownSize(int width, int height, int shortSidePx) {
    const double scale = std::min(static_cast<double>(shortSidePx) / std::min(width, height), kLongest * shortSidePx / std::max(width, height));
    const auto side = [&](int px) { return std::max(1, static_cast<int>(px * scale + 0.5)); };
    const ShownSize size{side(width), side(height), 1, 1};
    return {size.width, size.height, static_cast<double>(size.width) / width, static_cast<double>(size.height) / height};
}

std::vector<detection::FoundBox> inFieldPixels(std::vector<detection::FoundBox> found, const ShownSize& shown) {
    const auto x = static_cast<float>(shown.scaleX), y = static_cast<float>(shown.scaleY);
    for (auto& one : found) one.box = {one.box.left / x, one.box.top / y, one.box.right / x, one.box.bottom / y};
    return found;
}

Result<ShownField> showField(const FieldFile& field, int shortSidePx) {
    auto picture = image::decodeFile(field.picture);
    if (!picture) return fail(picture.error());
    if (picture->width != field.width || picture->height != field.height) return fail(ErrorCode::DataChanged, "has another size than when it was first read", field.picture, "Start anew.");
    const auto size = shownSize(field.width, field.height, shortSidePx);
    const bool asItIs = size.width == picture->width && size.height == picture->height;
    ShownField shown{asItIs ? std::move(*picture) : image::resized(*picture, size.width, size.height), field.boxes};
    const auto x = static_cast<float>(size.scaleX), y = static_cast<float>(size.scaleY);
    for (auto& [box, classIndex, difficult] : shown.boxes) box = {box.left * x, box.top * y, box.right * x, box.bottom * y};
    return shown;
}

}  // namespace leukolens::fields
