// Evaluate, tab Pictures: whether errors go with size, sharpness or stain of the pictures.
#pragma once

#include <QWidget>

class QLabel;
class QPushButton;
class QStackedLayout;
class QVBoxLayout;

namespace leukolens::ui {

class EvaluationSession;
class FigureView;
struct Figure;

class PicturesPage : public QWidget {
    Q_OBJECT
public:
    explicit PicturesPage(EvaluationSession& session, QWidget* parent = nullptr);

Q_SIGNALS:
    void saveRequested(const leukolens::ui::Figure& figure);

private:
    void showRelations();

    EvaluationSession& m_session;
    QStackedLayout* m_pages = nullptr;
    QPushButton* m_measure = nullptr;
    FigureView* m_figures[2] = {};
    QLabel* m_words = nullptr;
};

}  // namespace leukolens::ui
