#include "core/fields/voc_boxes.h"

#include <expat.h>

#include <charconv>
#include <cmath>
#include <memory>
#include <string_view>

#include "core/base/utf8.h"

namespace leukolens::fields {
namespace {

constexpr std::uint64_t kMaxBytes = 8u << 20;
constexpr std::size_t kMaxBoxes = 20'000, kMaxDepth = 16, kMaxTextBytes = 1000;
constexpr const char* kAdvice = "Export the annotation again as Pascal VOC.";

struct Release {
    void operator()(XML_Parser parser) const { XML_ParserFree(parser); }
};
using Parser = std::unique_ptr<std::remove_pointer_t<XML_Parser>, Release>;

/// Follows the elements; stops the parser at the first fault.
class Reading {
public:
    explicit Reading(XML_Parser parser) : m_parser(parser) {
        XML_SetUserData(parser, this);
        XML_SetElementHandler(
            parser, [](void* self, const XML_Char* name, const XML_Char**) { static_cast<Reading*>(self)->begin(name); }, [](void* self, const XML_Char*) { static_cast<Reading*>(self)->end(); });
        XML_SetCharacterDataHandler(parser, [](void* self, const XML_Char* text, int length) { static_cast<Reading*>(self)->add({text, static_cast<std::size_t>(length)}); });
        // Without a document type there are no entities but XML's own five: nothing grows, nothing is fetched.
        XML_SetStartDoctypeDeclHandler(parser, [](void* self, const XML_Char*, const XML_Char*, const XML_Char*, int) { static_cast<Reading*>(self)->stop("has a document type, which annotations never need"); });
    }

    const std::string& fault() const { return m_fault; }
    VocAnnotation take() { return std::move(m_annotation); }

private:
    void stop(std::string fault) {
        if (!m_fault.empty()) return;
        m_fault = std::move(fault);
        XML_StopParser(m_parser, XML_FALSE);
    }

    void begin(std::string_view name) {
        if (m_path.size() == kMaxDepth) return stop("is nested deeper than any annotation");
        m_path.emplace_back(name);
        m_text.clear();
        if (m_path.size() == 1 && name != "annotation") return stop("has the root " + quotedForMessage(name) + " and not 'annotation'");
        if (isAt({"annotation", "object"})) m_object = {};
    }

    void add(std::string_view text) {
        if (m_text.size() + text.size() > kMaxTextBytes) return stop("has a text longer than any name");
        m_text += text;
    }

    void end() {
        if (!m_fault.empty()) return;
        const auto& last = m_path.back();
        if (isAt({"annotation", "size", last})) {
            if (last == "width") readInto(m_annotation.width);
            if (last == "height") readInto(m_annotation.height);
        } else if (isAt({"annotation", "object", "name"})) {
            m_object.named.name = trimmed();
        } else if (isAt({"annotation", "object", "difficult"})) {
            m_object.named.difficult = trimmed() == "1";
        } else if (isAt({"annotation", "object", "bndbox", last})) {
            readEdge(last);
        } else if (isAt({"annotation", "object"})) {
            finishObject();
        }
        m_path.pop_back();
        m_text.clear();
    }

    void readEdge(const std::string& name) {
        auto& box = m_object.named.box;
        for (const auto& [edge, value] : {std::pair{"xmin", &box.left}, {"ymin", &box.top}, {"xmax", &box.right}, {"ymax", &box.bottom}}) {
            if (name != edge) continue;
            readInto(*value);
            ++m_object.edges;
        }
    }

    void finishObject() {
        const auto& [named, edges] = m_object;
        if (named.name.empty() || !isUtf8(named.name)) return stop("has an object without a name");
        if (edges != 4) return stop("has an object without a whole box");
        if (!(named.box.right > named.box.left && named.box.bottom > named.box.top)) return stop("has a box without an area: " + quotedForMessage(named.name));
        if (m_annotation.boxes.size() == kMaxBoxes) return stop("has more boxes than " + std::to_string(kMaxBoxes));
        m_annotation.boxes.push_back(named);
    }

    bool isAt(std::initializer_list<std::string_view> path) const { return std::equal(path.begin(), path.end(), m_path.begin(), m_path.end()); }

    std::string trimmed() const {
        const auto from = m_text.find_first_not_of(" \t\r\n");
        return from == std::string::npos ? std::string() : m_text.substr(from, m_text.find_last_not_of(" \t\r\n") - from + 1);
    }

    template <class Number>
    void readInto(Number& number) {
        constexpr double kMost = 1e6;  // px
        const auto text = trimmed();
        double value = 0;
        const auto [rest, code] = std::from_chars(text.data(), text.data() + text.size(), value);
        if (code != std::errc() || rest != text.data() + text.size() || !std::isfinite(value) || std::abs(value) > kMost) return stop("has no number of px where one belongs: " + quotedForMessage(text));
        number = static_cast<Number>(value);
    }

    struct Object {
        NamedBox named;
        int edges = 0;
    };
    XML_Parser m_parser;
    std::vector<std::string> m_path;
    std::string m_text, m_fault;
    Object m_object;
    VocAnnotation m_annotation;
};

std::string escaped(std::string_view text) {
    std::string result;
    for (const char c : text) {
        switch (c) {
            case '&': result += "&amp;"; break;
            case '<': result += "&lt;"; break;
            case '>': result += "&gt;"; break;
            default: result += c;
        }
    }
    return result;
}

/// In the fewest digits that give the number back.
std::string element(const char* name, float px) {
    char digits[32];
    const auto end = std::to_chars(digits, digits + sizeof digits, px).ptr;
    return std::string("<") + name + ">" + std::string(digits, end) + "</" + name + ">";
}

std::string objectText(const NamedBox& named) {
    const auto& [name, box, difficult] = named;
    return "  <object>\n    <name>" + escaped(name) + "</name>\n    <difficult>" + (difficult ? "1" : "0") + "</difficult>\n    <bndbox>" + element("xmin", box.left) + element("ymin", box.top) + element("xmax", box.right) +
           element("ymax", box.bottom) + "</bndbox>\n  </object>\n";
}

}  // namespace

Result<VocAnnotation> parseVocAnnotation(std::span<const std::uint8_t> xml, const std::filesystem::path& file) {
    if (xml.size() > kMaxBytes) return fail(ErrorCode::TooLarge, "is larger than any annotation", file, kAdvice);
    const Parser parser(XML_ParserCreate(nullptr));
    if (!parser) throw std::bad_alloc();
    Reading reading(parser.get());
    const auto status = XML_Parse(parser.get(), reinterpret_cast<const char*>(xml.data()), static_cast<int>(xml.size()), 1);
    const auto line = " (line " + std::to_string(XML_GetCurrentLineNumber(parser.get())) + ")";
    if (!reading.fault().empty()) return fail(ErrorCode::ReadFailed, reading.fault() + line, file, kAdvice);
    if (XML_GetErrorCode(parser.get()) == XML_ERROR_NO_MEMORY) throw std::bad_alloc();
    if (status != XML_STATUS_OK) return fail(ErrorCode::ReadFailed, std::string("is no sound XML: ") + XML_ErrorString(XML_GetErrorCode(parser.get())) + line, file, kAdvice);
    return reading.take();
}

Result<VocAnnotation> readVocAnnotation(const std::filesystem::path& file) {
    const auto bytes = readFile(file, kMaxBytes);
    if (!bytes) return fail(bytes.error());
    return parseVocAnnotation(*bytes, file);
}

Result<std::string> vocAnnotation(const VocAnnotation& annotation, const std::string& pictureName) {
    std::string xml = "<annotation>\n  <filename>" + escaped(pictureName) + "</filename>\n  <size><width>" + std::to_string(annotation.width) + "</width><height>" + std::to_string(annotation.height) + "</height><depth>3</depth></size>\n";
    for (const auto& box : annotation.boxes) xml += objectText(box);
    xml += "</annotation>\n";
    // The reader knows best what it refuses.
    const auto back = parseVocAnnotation({reinterpret_cast<const std::uint8_t*>(xml.data()), xml.size()}, pictureName);
    if (back && *back == annotation) return xml;
    return fail(ErrorCode::InvalidArgument, "its boxes cannot be written as Pascal VOC" + (back ? std::string() : " (the file " + back.error().what + ")"), pictureName, "Choose other names for the classes.");
}

}  // namespace leukolens::fields
