// Says, above the bins, that files wait for a model, that the chosen one cannot be used, or that it knows drawn cells alone; gone where none is so.
#pragma once

#include <QFrame>

#include "ui/classify/classify_session.h"

class QLabel;
class QPushButton;

namespace leukolens::ui {

class ErrorHelp;

class ModelBanner : public QFrame {
    Q_OBJECT
public:
    explicit ModelBanner(QWidget* parent = nullptr);
    void update(const ClassifySession& session);

Q_SIGNALS:
    void chooseModelRequested();
    void trainRequested();

private:
    QLabel* m_icon = nullptr;
    QLabel* m_text = nullptr;
    QLabel* m_detail = nullptr;
    ErrorHelp* m_help = nullptr;
    QPushButton *m_choose = nullptr, *m_train = nullptr;
};

}  // namespace leukolens::ui
