// The text of one page of the help. It loads nothing by itself: neither files nor addresses.
#pragma once

#include <QTextBrowser>

#include "ui/help/help_document.h"

namespace leukolens::ui {

class HelpView : public QTextBrowser {
    Q_OBJECT
public:
    explicit HelpView(QWidget* parent = nullptr);

    /// From its top.
    void showPage(const HelpPage& page, double zoom);
    /// The heading comes to the upper edge; an empty slug is the top of the page.
    void goTo(const QString& slug);
    /// Where the page is scrolled to, for going back to it.
    int scrolled() const;
    void scrollTo(int place);

    /// Words of searchWords() are shown on a coloured ground wherever they begin a word; none: no ground.
    void mark(const QStringList& words);
    int marked() const { return static_cast<int>(extraSelections().size()); }
    /// The first marked word at or below a heading becomes visible.
    void showFirstMark(const QString& belowSlug);

    QVariant loadResource(int type, const QUrl& name) override;  ///< nothing: what there is is in the document

Q_SIGNALS:
    void linkChosen(const QString& target);  ///< as it is written in the page
    void zoomRequested(int steps);           ///< by the wheel: positive is larger

protected:
    void resizeEvent(QResizeEvent* event) override;
    void wheelEvent(QWheelEvent* event) override;

private:
    void fitPictures();

    HeadingPlaces m_headings;
    QStringList m_words;
    int m_fittedWidthPx = 0;
};

}  // namespace leukolens::ui
