#include "ui/report/lab_logo.h"

#include <QBuffer>
#include <QImageReader>
#include <QSvgRenderer>
#include <QXmlStreamReader>

#include "core/base/files.h"

namespace leukolens::ui::pdf {
namespace {

constexpr std::uint64_t kMostBytes = 4u << 20;
constexpr int kMostPx = 4000;
const char* const kChoose = "Choose a PNG or SVG file as logo.";

Result<LabLogo> readPng(QByteArray bytes, const std::filesystem::path& file) {
    QBuffer buffer(&bytes);
    buffer.open(QIODevice::ReadOnly);
    QImageReader reader(&buffer, "png");
    const QSize size = reader.size();
    if (!size.isValid()) return fail(ErrorCode::DamagedImage, "is damaged", file, kChoose);
    if (size.width() > kMostPx || size.height() > kMostPx) return fail(ErrorCode::TooLarge, "is larger than 4000 px", file, "Choose a smaller file.");
    LabLogo logo;
    logo.picture = reader.read();
    if (logo.picture.isNull()) return fail(ErrorCode::DamagedImage, "is damaged", file, kChoose);
    logo.size = size;
    return logo;
}

/// A drawing may show another file's content, and the report would carry it off unseen.
bool fetchesFiles(const QByteArray& svg) {
    QXmlStreamReader xml(svg);
    while (!xml.atEnd()) {
        if (xml.readNext() != QXmlStreamReader::StartElement) continue;
        for (const auto& attribute : xml.attributes())
            if (attribute.name() == QLatin1String("href") && !attribute.value().startsWith(u'#') && !attribute.value().startsWith(QLatin1String("data:"))) return true;
    }
    return false;
}

Result<LabLogo> readSvg(const QByteArray& bytes, const std::filesystem::path& file) {
    if (fetchesFiles(bytes)) return fail(ErrorCode::InvalidArgument, "is a drawing that shows other files", file, "Save it with its pictures inside, or choose a PNG file.");
    const QSvgRenderer renderer(bytes);
    const QSizeF size = renderer.isValid() ? renderer.viewBoxF().size() : QSizeF();
    if (size.isEmpty()) return fail(ErrorCode::DamagedImage, "is damaged", file, kChoose);
    return LabLogo{{}, bytes, size};
}

}  // namespace

Result<LabLogo> readLabLogo(const std::filesystem::path& file) {
    const auto read = readFile(file, kMostBytes);
    if (!read) return fail(read.error());
    const QByteArray bytes(reinterpret_cast<const char*>(read->data()), static_cast<qsizetype>(read->size()));
    if (bytes.startsWith("\x89PNG\r\n\x1a\n")) return readPng(bytes, file);
    QXmlStreamReader xml(bytes);
    if (xml.readNextStartElement() && xml.name() == QLatin1String("svg")) return readSvg(bytes, file);
    return fail(ErrorCode::NotAnImage, "is neither a PNG picture nor an SVG drawing", file, kChoose);
}

}  // namespace leukolens::ui::pdf
