// Cells of a run as cards, the chosen one at large, and what a person says of it: the label is wrong, or the network.
#pragma once

#include <QFrame>

#include "ui/evaluation/answer_model.h"
#include "ui/widgets/thumbnail_loader.h"

class QLabel;
class QListView;
class QToolButton;

namespace leukolens::ui {

class AppContext;
class ElidedLabel;
class EvaluationSession;
class FileImageView;

class AnswersView : public QFrame {
    Q_OBJECT
public:
    AnswersView(AppContext& context, EvaluationSession& session, QWidget* parent = nullptr);

    void setRun(const EvaluatedRunPointer& run);
    /// heading: which cells these are; their number is added.
    void choose(const AnswerChoice& choice, const QString& heading);
    const AnswerModel& model() const { return m_model; }

private:
    QWidget* createTools();
    QToolButton* addTool(QWidget* bar, const char* name, const char* icon, const QString& text, const QString& help);
    QString headingWords(const QString& heading) const;
    std::vector<int> selectedRows() const;
    std::vector<int> selectedErrors() const;  ///< rows too
    void onSelection();
    void showReview();
    void blameLabel();
    void blameNetwork();
    void restoreLabels(const std::vector<int>& rows);
    void takeBack();
    /// Selects the cells of m_kept that are listed; false where there are none.
    bool selectKept();
    std::vector<std::string> pathsOf(const std::vector<int>& rows) const;
    /// Of the cell's picture, as Data has it open.
    QString openPathOf(int cell) const;
    /// Whether the open data are those of the run, so that labels can be changed.
    bool dataAreOpen() const;

    AppContext& m_context;
    EvaluationSession& m_session;
    AnswerModel m_model;
    ThumbnailLoader m_thumbnails;
    std::vector<std::string> m_kept;  ///< paths of cells that were selected before the same run was evaluated again, the current one first
    QLabel *m_heading = nullptr, *m_empty = nullptr, *m_facts = nullptr;
    ElidedLabel* m_review = nullptr;
    QListView* m_cards = nullptr;
    FileImageView* m_large = nullptr;
    QToolButton *m_label = nullptr, *m_network = nullptr, *m_back = nullptr;
};

}  // namespace leukolens::ui
