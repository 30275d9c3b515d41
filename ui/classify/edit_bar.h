// Adding files, going through the cells, undo and redo with what they would do, and the ways of reviewing.
#pragma once

#include <QWidget>

#include <vector>

class QAction;
class QLabel;
class QMenu;
class QToolButton;
class QUndoGroup;

namespace leukolens::ui {

class EditBar : public QWidget {
    Q_OBJECT
public:
    explicit EditBar(QUndoGroup& undo, QWidget* parent = nullptr);

    void setSelectedCount(int cells);
    /// Whether cells may be changed: undo, redo, remove.
    void setMayChange(bool may);
    void setReview(bool blinded, bool reading);
    QSize minimumSizeHint() const override;  ///< with icons alone

Q_SIGNALS:
    void addImagesRequested();
    void addFolderRequested();
    void watchFolderRequested();
    void nextUndecidedRequested();
    void removeRequested();
    void undoRequested();
    void redoRequested();
    void blindedChosen(bool blinded);
    void secondReaderRequested();
    void agreementRequested();
    void trainingListRequested();
    void keysRequested();

protected:
    void resizeEvent(QResizeEvent* event) override;

private:
    void fitButtons();
    QToolButton* addButton(const char* name, const char* icon, const QString& text, const QString& tip);
    QToolButton* createReview();
    void showUndo();

    QUndoGroup& m_undo;
    bool m_mayChange = true;
    int m_selectedCells = 0;
    QAction *m_blinded = nullptr, *m_secondReader = nullptr;
    std::vector<QToolButton*> m_buttons;  ///< the first loses its words first where there is no room
    QToolButton *m_undoButton = nullptr, *m_redoButton = nullptr, *m_remove = nullptr;
    QLabel* m_selected = nullptr;
};

}  // namespace leukolens::ui
