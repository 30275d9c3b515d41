// Adding files, undo and redo with what they would do, and the order of the cards.
#pragma once

#include <QWidget>

#include <vector>

#include "ui/classify/bin_filter.h"

class QComboBox;
class QLabel;
class QToolButton;
class QUndoStack;

namespace leukolens::ui {

class EditBar : public QWidget {
    Q_OBJECT
public:
    explicit EditBar(QUndoStack& undo, QWidget* parent = nullptr);

    void setSelectedCount(int cells);
    QSize minimumSizeHint() const override;  ///< with icons alone

Q_SIGNALS:
    void addImagesRequested();
    void addFolderRequested();
    void nextUncertainRequested();
    void removeRequested();
    void orderChanged(leukolens::ui::CellOrder order);

protected:
    void resizeEvent(QResizeEvent* event) override;

private:
    void fitButtons();
    QToolButton* addButton(const char* name, const char* icon, const QString& text, const QString& tip);
    void showUndo();

    QUndoStack& m_undo;
    std::vector<QToolButton*> m_buttons;  ///< the first loses its words first where there is no room
    QToolButton *m_undoButton = nullptr, *m_redoButton = nullptr, *m_remove = nullptr;
    QLabel* m_selected = nullptr;
    QComboBox* m_order = nullptr;
};

}  // namespace leukolens::ui
