#include "ui/report/pdf_finish.h"

#include <QDateTime>

#include <qpdf/QPDF.hh>
#include <qpdf/QPDFWriter.hh>

#include <algorithm>
#include <span>

#include "core/digest/sha256.h"

namespace leukolens::ui::pdf {
namespace {

const QString kProgram = QStringLiteral("Leukolens " LEUKOLENS_VERSION);

QPDFObjectHandle text(const QString& words) {
    return QPDFObjectHandle::newUnicodeString(words.toStdString());
}

/// Of a deidentified report.
bool isYear(const std::string& made) { return made.size() == 4 && std::ranges::all_of(made, [](char c) { return c >= '0' && c <= '9'; }); }

/// "D:20240531090700+02'00'", or "D:2024" of a year alone (ISO 32000-1, 7.9.4).
QString pdfTime(const QDateTime& time, bool yearAlone) {
    if (yearAlone) return time.toString(QStringLiteral("'D:'yyyy"));
    const int offset = time.offsetFromUtc() / 60, size = std::abs(offset);
    const auto two = [](int number) { return QStringLiteral("%1").arg(number, 2, 10, QLatin1Char('0')); };
    const QString zone = offset == 0 ? QStringLiteral("Z") : (offset < 0 ? QStringLiteral("-") : QStringLiteral("+")) + two(size / 60) + u'\'' + two(size % 60) + u'\'';
    return QStringLiteral("D:") + time.toString(QStringLiteral("yyyyMMddHHmmss")) + zone;
}

/// Six letters that follow from the font's own bytes.
std::string fontTag(QPDFObjectHandle stream) {
    const auto bytes = stream.getStreamData(qpdf_dl_generalized);
    const std::string hash = digest::sha256(std::span(bytes->getBuffer(), bytes->getSize()));
    std::string tag;
    for (std::size_t i = 0; i < 6; ++i) tag += static_cast<char>('A' + std::stoi(hash.substr(2 * i, 2), nullptr, 16) % 26);
    return tag;
}

/// QPdfWriter names subsets after its object numbers ("/QZAAAA+DejaVuSans"), which are given in the order of a seeded hash, and their fonts as if they were whole.
void renameFonts(QPDF& pdf) {
    for (auto& object : pdf.getAllObjects()) {
        if (!object.isDictionary() || !object.getKey("/DescendantFonts").isArray()) continue;
        QPDFObjectHandle font = object.getKey("/DescendantFonts").getArrayItem(0), descriptor = font.getKey("/FontDescriptor");
        if (!descriptor.isDictionary() || !descriptor.getKey("/FontFile2").isStream()) continue;
        const std::string before = descriptor.getKey("/FontName").getName(), family = before.substr(before.rfind(before.find('+') == std::string::npos ? '/' : '+') + 1);
        const auto name = QPDFObjectHandle::newName('/' + fontTag(descriptor.getKey("/FontFile2")) + '+' + family);
        descriptor.replaceKey("/FontName", name);
        font.replaceKey("/BaseFont", name);
        object.replaceKey("/BaseFont", name);
    }
}

QString xmpOf(const PdfFacts& facts, const QString& author) {
    const QString time = QString::fromStdString(facts.made).toHtmlEscaped();
    return QStringLiteral("<?xpacket begin=\"\uFEFF\" id=\"W5M0MpCehiHzreSzNTczkc9d\"?>\n"
                          "<x:xmpmeta xmlns:x=\"adobe:ns:meta/\">\n"
                          "<rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\">\n"
                          "<rdf:Description rdf:about=\"\" xmlns:dc=\"http://purl.org/dc/elements/1.1/\" xmlns:xmp=\"http://ns.adobe.com/xap/1.0/\" xmlns:pdf=\"http://ns.adobe.com/pdf/1.3/\">\n"
                          "<dc:format>application/pdf</dc:format>\n"
                          "<dc:title><rdf:Alt><rdf:li xml:lang=\"x-default\">") +
           facts.title.toHtmlEscaped() + QStringLiteral("</rdf:li></rdf:Alt></dc:title>\n<dc:creator><rdf:Seq><rdf:li>") + author.toHtmlEscaped() + QStringLiteral("</rdf:li></rdf:Seq></dc:creator>\n<dc:language><rdf:Bag><rdf:li>") +
           facts.language.toHtmlEscaped() + QStringLiteral("</rdf:li></rdf:Bag></dc:language>\n<xmp:CreatorTool>") + kProgram + QStringLiteral("</xmp:CreatorTool>\n<xmp:CreateDate>") + time +
           QStringLiteral("</xmp:CreateDate>\n<xmp:ModifyDate>") + time + QStringLiteral("</xmp:ModifyDate>\n<pdf:Producer>") + kProgram +
           QStringLiteral("</pdf:Producer>\n</rdf:Description>\n</rdf:RDF>\n</x:xmpmeta>\n<?xpacket end=\"w\"?>");
}

void describe(QPDF& pdf, const PdfFacts& facts, const QDateTime& made) {
    const QString author = facts.author.isEmpty() ? kProgram : facts.author;
    QPDFObjectHandle info = QPDFObjectHandle::newDictionary();
    info.replaceKey("/Title", text(facts.title));
    info.replaceKey("/Author", text(author));
    info.replaceKey("/Creator", text(kProgram));
    info.replaceKey("/Producer", text(kProgram));
    const QString time = pdfTime(made, isYear(facts.made));
    info.replaceKey("/CreationDate", text(time));
    info.replaceKey("/ModDate", text(time));
    pdf.getTrailer().replaceKey("/Info", pdf.makeIndirectObject(info));

    QPDFObjectHandle metadata = pdf.newStream(xmpOf(facts, author).toStdString());
    metadata.getDict().replaceKey("/Type", QPDFObjectHandle::newName("/Metadata"));
    metadata.getDict().replaceKey("/Subtype", QPDFObjectHandle::newName("/XML"));
    QPDFObjectHandle viewer = QPDFObjectHandle::newDictionary();
    viewer.replaceKey("/DisplayDocTitle", QPDFObjectHandle::newBool(true));
    QPDFObjectHandle root = pdf.getRoot();
    root.replaceKey("/Metadata", metadata);
    root.replaceKey("/ViewerPreferences", viewer);
    root.replaceKey("/Lang", text(facts.language));
}

}  // namespace

Result<QByteArray> finishPdf(const QByteArray& written, const PdfFacts& facts) {
    const QString said = QString::fromStdString(facts.made);
    const QDateTime made = isYear(facts.made) ? QDateTime::fromString(said, QStringLiteral("yyyy")) : QDateTime::fromString(said, Qt::ISODate);
    if (!made.isValid()) return fail(ErrorCode::InvalidArgument, "the report does not say when it was made");
    try {
        QPDF pdf;
        pdf.setSuppressWarnings(true);
        pdf.processMemoryFile("report", written.constData(), static_cast<std::size_t>(written.size()));
        renameFonts(pdf);
        describe(pdf, facts, made);
        QPDFWriter writer(pdf);
        writer.setOutputMemory();
        writer.setObjectStreamMode(qpdf_o_disable);  // objects would go into streams by their old numbers, which follow from the hash
        writer.setDeterministicID(true);
        writer.write();
        const auto bytes = writer.getBufferSharedPointer();
        return QByteArray(reinterpret_cast<const char*>(bytes->getBuffer()), static_cast<qsizetype>(bytes->getSize()));
    } catch (const std::bad_alloc&) {
        return fail(ErrorCode::OutOfMemory, "memory ran out", {}, "Close other programs and try again.");
    } catch (const std::exception& problem) {
        return fail(ErrorCode::Internal, problem.what());
    }
}

}  // namespace leukolens::ui::pdf
