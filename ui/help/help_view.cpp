#include "ui/help/help_view.h"

#include <QAbstractTextDocumentLayout>
#include <QScrollBar>
#include <QTextBlock>
#include <QWheelEvent>

#include <algorithm>
#include <cmath>

#include "ui/shell/theme.h"

namespace leukolens::ui {

HelpView::HelpView(QWidget* parent) : QTextBrowser(parent) {
    setObjectName("helpText");
    setFrameShape(QFrame::NoFrame);
    setOpenLinks(false);
    setOpenExternalLinks(false);
    setAccessibleName(tr("Page of the help"));
    connect(this, &QTextBrowser::anchorClicked, this, [this](const QUrl& target) { Q_EMIT linkChosen(target.toString()); });
}

void HelpView::showPage(const HelpPage& page, double zoom) {
    setExtraSelections({});
    m_headings = writeHelpDocument(*document(), page, zoom);
    m_fittedWidthPx = 0;
    fitPictures();
    mark(m_words);
    moveCursor(QTextCursor::Start);
    goTo({});
}

void HelpView::goTo(const QString& slug) {
    const auto heading = m_headings.constFind(slug);
    if (slug.isEmpty() || heading == m_headings.constEnd()) return scrollTo(0);
    const QTextBlock block = document()->findBlock(*heading);
    const double top = document()->documentLayout()->blockBoundingRect(block).top();
    scrollTo(std::max(0, static_cast<int>(std::floor(top)) - Theme::kSpacingPx));
}

int HelpView::scrolled() const { return verticalScrollBar()->value(); }

void HelpView::scrollTo(int place) { verticalScrollBar()->setValue(place); }

void HelpView::mark(const QStringList& words) {
    m_words = words;
    QList<QTextEdit::ExtraSelection> marks;
    if (!words.isEmpty()) {
        QTextCharFormat ground;
        ground.setBackground(Theme::selection());
        for (const auto& [from, length] : marksOf(document()->toPlainText(), words)) {
            QTextCursor cursor(document());
            cursor.setPosition(static_cast<int>(from));
            cursor.setPosition(static_cast<int>(from + length), QTextCursor::KeepAnchor);
            marks.push_back({cursor, ground});
        }
    }
    setExtraSelections(marks);
}

void HelpView::showFirstMark(const QString& belowSlug) {
    const int from = m_headings.value(belowSlug, 0);
    for (const auto& selection : extraSelections()) {
        if (selection.cursor.selectionStart() < from) continue;
        QTextCursor at(document());
        at.setPosition(selection.cursor.selectionStart());
        const QRect place = cursorRect(at);
        if (place.bottom() > viewport()->height()) scrollTo(scrolled() + place.bottom() - viewport()->height() / 2);
        return;
    }
}

QVariant HelpView::loadResource(int, const QUrl&) { return {}; }

void HelpView::fitPictures() {
    const int width = viewport()->width() - 2 * static_cast<int>(std::ceil(document()->documentMargin()));
    if (width == m_fittedWidthPx || width <= 0) return;
    m_fittedWidthPx = width;
    fitHelpPictures(*document(), width, devicePixelRatioF());
}

void HelpView::resizeEvent(QResizeEvent* event) {
    QTextBrowser::resizeEvent(event);
    fitPictures();
}

void HelpView::wheelEvent(QWheelEvent* event) {
    if (!event->modifiers().testFlag(Qt::ControlModifier)) return QTextBrowser::wheelEvent(event);
    if (event->angleDelta().y() != 0) Q_EMIT zoomRequested(event->angleDelta().y() > 0 ? 1 : -1);
    event->accept();
}

}  // namespace leukolens::ui
