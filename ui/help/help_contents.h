// The left side of the help: contents, and what a search has found in their place.
#pragma once

#include <QWidget>

#include "ui/help/help_search.h"

class QLabel;
class QLineEdit;
class QListWidget;
class QStackedWidget;
class QTreeWidget;
class QTreeWidgetItem;

namespace leukolens::ui {

class HelpContents : public QWidget {
    Q_OBJECT
public:
    /// `library` outlives it.
    explicit HelpContents(const HelpLibrary& library, QWidget* parent = nullptr);

    /// The page that is shown: chosen in the contents, with its headings below it.
    void setShown(const HelpPlace& place);
    void focusSearch();
    /// What is searched for; empty: nothing.
    QStringList words() const;

Q_SIGNALS:
    void placeChosen(const leukolens::ui::HelpPlace& place);
    void hitChosen(const leukolens::ui::HelpPlace& place);
    void wordsChanged();

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;  ///< keys of the search field

private:
    QTreeWidget* makeTree();
    QListWidget* makeHits();
    void search();
    void chooseHit(int row);

    const HelpLibrary& m_library;
    std::vector<HelpHit> m_found;
    QLineEdit* m_search = nullptr;
    QStackedWidget* m_pages = nullptr;
    QTreeWidget* m_tree = nullptr;
    QListWidget* m_hits = nullptr;
    QWidget* m_nothing = nullptr;
    QLabel* m_nothingWords = nullptr;
};

}  // namespace leukolens::ui
