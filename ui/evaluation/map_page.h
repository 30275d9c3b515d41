// Evaluate, tab Map: test cells laid out by what the network's last layer sees of them, with the picture of each at hand.
#pragma once

#include <QWidget>

#include "ui/evaluation/evaluated_run.h"

class QComboBox;
class QLabel;
class QPushButton;
class QStackedLayout;

namespace leukolens::ui {

class AppContext;
class FileImageView;
class MapView;
class StudySession;
struct Figure;

class MapPage : public QWidget {
    Q_OBJECT
public:
    MapPage(AppContext& context, StudySession& studies, QWidget* parent = nullptr);
    void setRun(const EvaluatedRunPointer& run);

Q_SIGNALS:
    void saveRequested(const leukolens::ui::Figure& figure);
    void makeRequested(int fold);     ///< the data may have to be found first
    void subjectChosen(int subject);  ///< into test.subjects: its cells are wanted in Errors

private:
    QWidget* createMap(AppContext& context);
    QWidget* createBody(AppContext& context);
    QWidget* createSide();
    int fold() const;
    void refresh();
    void showMap(bool keepPicked);
    void showPicked();
    int pickedCell() const;  ///< into test.cells; −1: none
    std::pair<QString, QString> describe(int point) const;

    StudySession& m_studies;
    EvaluatedRunPointer m_run;
    std::vector<int> m_folds;
    QStackedLayout* m_body = nullptr;
    QWidget *m_empty = nullptr, *m_busy = nullptr, *m_shown = nullptr, *m_side = nullptr;
    QComboBox *m_fold = nullptr, *m_colour = nullptr;
    QPushButton* m_errors = nullptr;
    MapView* m_map = nullptr;
    FileImageView* m_picture = nullptr;
    QLabel *m_facts = nullptr, *m_words = nullptr;
};

}  // namespace leukolens::ui
