#include "ui/help/help_document.h"

#include <QFontDatabase>
#include <QFontMetricsF>
#include <QImage>
#include <QTextBlock>
#include <QTextCursor>
#include <QTextDocument>
#include <QTextFrame>
#include <QTextList>
#include <QTextTable>
#include <QUrl>

#include <algorithm>
#include <cmath>
#include <functional>

#include "ui/shell/theme.h"

namespace leukolens::ui {
namespace {

constexpr double kLineHeight = 125;                  // percent
constexpr double kHeadingScale[] = {1.6, 1.25, 1.1};  // as makeTitle() has it, then smaller
constexpr double kParagraphGap = 0.55, kHeadingGap = 1.3, kEntryGap = 0.2;  // of the text's height
constexpr double kCellPadding = 0.45;

/// Changes the format of every run of text for which `change` says that it did.
void changeRuns(QTextDocument& document, const std::function<bool(QTextCharFormat&)>& change) {
    struct Run {
        int from, length;
        QTextCharFormat format;
    };
    std::vector<Run> runs;
    for (QTextBlock block = document.begin(); block.isValid(); block = block.next())
        for (auto piece = block.begin(); !piece.atEnd(); ++piece) {
            QTextCharFormat format = piece.fragment().charFormat();
            if (change(format)) runs.push_back({piece.fragment().position(), piece.fragment().length(), format});
        }
    QTextCursor cursor(&document);
    for (const Run& run : runs) {
        cursor.setPosition(run.from);
        cursor.setPosition(run.from + run.length, QTextCursor::KeepAnchor);
        cursor.setCharFormat(run.format);
    }
}

void dressWords(QTextDocument& document, double pointSize) {
    const QString fixed = QFontDatabase::systemFont(QFontDatabase::FixedFont).family();
    for (QTextBlock block = document.begin(); block.isValid(); block = block.next()) {
        const int level = block.blockFormat().headingLevel();
        if (level == 0) continue;
        // The size that Markdown's reader gives a heading goes before any other.
        QTextCursor cursor(block);
        cursor.movePosition(QTextCursor::EndOfBlock, QTextCursor::KeepAnchor);
        QTextCharFormat head;
        head.setFont(Theme::font(1.0, QFont::DemiBold));
        head.setFontPointSize(pointSize * kHeadingScale[std::min(level, 3) - 1]);
        head.setForeground(Theme::text());
        cursor.setCharFormat(head);
    }
    changeRuns(document, [&](QTextCharFormat& format) {
        if (format.fontFixedPitch()) {
            format.clearProperty(QTextFormat::FontFixedPitch);
            format.setFontFamilies({fixed});
            format.setFontPointSize(pointSize * 0.95);
            format.setBackground(Theme::hover());
            return true;
        }
        if (format.isAnchor()) {
            format.setForeground(Theme::accent());
            return true;
        }
        return false;
    });
}

/// A link that leaves the help is what it says, and where it would lead.
void unlinkOutside(QTextDocument& document) {
    struct Outside {
        int from = 0, end = 0;
        QString address;
    };
    std::vector<Outside> all;
    for (QTextBlock block = document.begin(); block.isValid(); block = block.next())
        for (auto piece = block.begin(); !piece.atEnd(); ++piece) {
            const auto fragment = piece.fragment();
            const QString address = fragment.charFormat().anchorHref();
            if (address.isEmpty() || HelpLibrary::isInside(address)) continue;
            if (!all.empty() && all.back().address == address && all.back().end == fragment.position()) all.back().end += fragment.length();
            else all.push_back({fragment.position(), fragment.position() + fragment.length(), address});
        }
    QTextCursor cursor(&document);
    for (auto outside = all.rbegin(); outside != all.rend(); ++outside) {
        cursor.setPosition(outside->from);
        cursor.setPosition(outside->end, QTextCursor::KeepAnchor);
        QTextCharFormat plain = cursor.charFormat();
        for (const int property : {QTextFormat::IsAnchor, QTextFormat::AnchorHref, QTextFormat::AnchorName, QTextFormat::ForegroundBrush}) plain.clearProperty(property);
        plain.setFontUnderline(false);
        const QString words = cursor.selectedText();
        cursor.setCharFormat(plain);
        if (words == outside->address) continue;
        cursor.setPosition(outside->end);
        cursor.insertText(QStringLiteral(" (%1)").arg(outside->address), plain);
    }
}

void setGaps(QTextDocument& document, double textPx) {
    for (QTextBlock block = document.begin(); block.isValid(); block = block.next()) {
        QTextBlockFormat format = block.blockFormat();
        const bool inTable = QTextCursor(block).currentTable() != nullptr;
        const int level = format.headingLevel();
        const QTextList* list = block.textList();
        const bool lastEntry = list && list->item(list->count() - 1) == block;
        format.setTopMargin(inTable || list || level == 1 ? 0 : level > 0 ? textPx * kHeadingGap : 0);
        format.setBottomMargin(inTable ? 0 : list && !lastEntry ? textPx * kEntryGap : textPx * kParagraphGap);
        format.setLineHeight(kLineHeight, QTextBlockFormat::ProportionalHeight);
        QTextCursor(block).setBlockFormat(format);
    }
}

void dressTable(QTextTable& table, double textPx) {
    QTextTableFormat format = table.format();
    format.setBorder(1);
    format.setBorderBrush(Theme::border());
    format.setBorderStyle(QTextFrameFormat::BorderStyle_Solid);
    format.setBorderCollapse(true);
    format.setCellSpacing(0);
    format.setCellPadding(textPx * kCellPadding);
    format.setTopMargin(textPx * kParagraphGap / 2);
    format.setBottomMargin(textPx * kParagraphGap * 1.5);
    table.setFormat(format);
    for (int column = 0; column < table.columns(); ++column) {
        QTextTableCell cell = table.cellAt(0, column);
        QTextCharFormat look = cell.format();
        look.setBackground(Theme::hover());
        cell.setFormat(look);
        QTextCursor words = cell.firstCursorPosition();
        words.setPosition(cell.lastCursorPosition().position(), QTextCursor::KeepAnchor);
        QTextCharFormat bold;
        bold.setFontWeight(QFont::DemiBold);
        words.mergeCharFormat(bold);
    }
}

void dressTables(QTextFrame& frame, double textPx) {
    for (QTextFrame* child : frame.childFrames()) {
        if (auto* table = qobject_cast<QTextTable*>(child)) dressTable(*table, textPx);
        dressTables(*child, textPx);
    }
}

void namePictures(QTextDocument& document) {
    changeRuns(document, [](QTextCharFormat& format) {
        if (!format.isImageFormat()) return false;
        QTextImageFormat picture = format.toImageFormat();
        picture.setName(picture.name().section('/', -1));
        format = picture;
        return true;
    });
}

/// Headings in the order of the page, which is that of the document.
HeadingPlaces placesOf(const QTextDocument& document, const HelpPage& page) {
    HeadingPlaces places;
    auto section = page.content.sections.begin();
    for (QTextBlock block = document.begin(); block.isValid() && section != page.content.sections.end(); block = block.next())
        if (block.blockFormat().headingLevel() > 0) places.insert((section++)->slug, block.position());
    return places;
}

}  // namespace

HeadingPlaces writeHelpDocument(QTextDocument& document, const HelpPage& page, double zoom) {
    QFont font = Theme::font();
    font.setPointSizeF(font.pointSizeF() * zoom);
    const double textPx = QFontMetricsF(font).height();
    document.setUndoRedoEnabled(false);
    document.setDefaultFont(font);
    document.setDocumentMargin(std::round(textPx * 1.2));
    document.setIndentWidth(std::round(textPx * 1.5));
    document.setMarkdown(page.markdown, QTextDocument::MarkdownFeatures(QTextDocument::MarkdownDialectGitHub) | QTextDocument::MarkdownNoHTML);
    namePictures(document);
    unlinkOutside(document);
    dressWords(document, font.pointSizeF());
    setGaps(document, textPx);
    dressTables(*document.rootFrame(), textPx);
    return placesOf(document, page);
}

void fitHelpPictures(QTextDocument& document, int widthPx, double pixelRatio) {
    changeRuns(document, [&](QTextCharFormat& format) {
        if (!format.isImageFormat()) return false;
        QTextImageFormat picture = format.toImageFormat();
        const QImage whole(QStringLiteral(":/help/images/") + picture.name());
        if (whole.isNull()) return false;
        const double scale = std::min(1.0, static_cast<double>(widthPx) / whole.width());
        const QSizeF shown(std::floor(whole.width() * scale), std::floor(whole.height() * scale));
        document.addResource(QTextDocument::ImageResource, QUrl(picture.name()),
                             whole.scaled((shown * pixelRatio).toSize().boundedTo(whole.size()), Qt::KeepAspectRatio, Qt::SmoothTransformation));
        picture.setWidth(shown.width());
        picture.setHeight(shown.height());
        format = picture;
        return true;
    });
    document.markContentsDirty(0, document.characterCount());
}

}  // namespace leukolens::ui
