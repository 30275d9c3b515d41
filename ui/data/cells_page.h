// Data, tab Cells: subjects at the left, their cells as cards, the chosen cell at large with its figures; relabel and leave out.
#pragma once

#include <QWidget>

#include <vector>

#include "ui/data/labelled_cell_model.h"
#include "ui/widgets/thumbnail_loader.h"

class QAction;
class QCheckBox;
class QComboBox;
class QLabel;
class QListView;
class QListWidget;
class QMenu;
class QToolButton;

namespace leukolens::ui {

class CellFacts;

class CellsPage : public QWidget {
    Q_OBJECT
public:
    explicit CellsPage(LabelSession& session, QWidget* parent = nullptr);

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    QWidget* createSubjects();
    QWidget* createCards();
    QWidget* createTools();
    QToolButton* addTool(QWidget* bar, const char* name, const char* icon, const QString& text, const QString& help);
    void connectSession();
    void fillSubjects();
    void fillChoices();  ///< classes with their counts
    void choose();
    void onSelection();
    std::vector<int> selected() const;
    void relabel(const std::string& to);
    void exclude();

    LabelSession& m_session;
    LabelledCellModel m_model;
    ThumbnailLoader m_thumbnails;
    bool m_filling = false;
    QListWidget* m_subjects = nullptr;
    QComboBox* m_choices = nullptr;
    QCheckBox* m_outliers = nullptr;
    QListView* m_cards = nullptr;
    QLabel* m_empty = nullptr;
    CellFacts* m_facts = nullptr;
    QToolButton *m_relabel = nullptr, *m_exclude = nullptr, *m_restore = nullptr;
    QMenu* m_labels = nullptr;
};

}  // namespace leukolens::ui
