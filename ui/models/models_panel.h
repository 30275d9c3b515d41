// The models kept here: a list at the left, the card of the chosen one at the right, and what can be done with it.
#pragma once

#include <QWidget>

#include "core/inference/model_library.h"

class QAction;
class QFrame;
class QLabel;
class QListView;
class QPushButton;
class QScrollArea;
class QStackedWidget;

namespace leukolens::ui {

class ModelCardView;
class ModelList;

class ModelsPanel : public QWidget {
    Q_OBJECT
public:
    explicit ModelsPanel(QWidget* parent = nullptr);
    ~ModelsPanel() override;

    /// Keeps the chosen model where it is still there, otherwise chooses the one in use, otherwise the first.
    void setModels(std::vector<inference::LibraryModel> models);
    /// The file that classifies now; empty: none.
    void setFileInUse(const QString& file);
    void choose(const std::string& sha256);  ///< and puts the focus on the list; of one that is not in it, only that
    /// Null where nothing is chosen.
    const inference::LibraryModel* chosen() const;
    QString titleInUse() const;  ///< of the file that classifies now; empty: it is not in the list

Q_SIGNALS:
    void addRequested();
    void lookRequested(const QString& file);  ///< at the model in use, which is not in the list
    void trainRequested();                    ///< there is no model yet: make one
    // Of the chosen one.
    void useRequested();
    void trainFromRequested();
    void exportRequested();
    void removeRequested();
    void renamed(const QString& sha256, const QString& title);

private:
    void createActions();
    QAction* makeAction(const char* name, const char* icon, const QString& text, const QString& toolTip,
                        void (ModelsPanel::*signal)());
    QWidget* createEmptyState();
    QWidget* createListCard();
    QWidget* createModelCard();
    QWidget* createOutsider();
    QPushButton* makeActionButton(QAction* action, const char* name, QWidget* parent);
    void showChosen();
    void showOutsider();
    void updateActions();

    ModelList* m_models = nullptr;
    QString m_fileInUse;
    QAction *m_use = nullptr, *m_trainFrom = nullptr, *m_rename = nullptr, *m_export = nullptr, *m_remove = nullptr;
    QFrame* m_outsider = nullptr;
    QLabel* m_outsiderText = nullptr;
    QStackedWidget* m_pages = nullptr;
    QWidget* m_empty = nullptr;
    QWidget* m_work = nullptr;
    QListView* m_list = nullptr;
    QScrollArea* m_area = nullptr;
    ModelCardView* m_card = nullptr;
    QPushButton *m_trainFromButton = nullptr, *m_useButton = nullptr;
};

}  // namespace leukolens::ui
