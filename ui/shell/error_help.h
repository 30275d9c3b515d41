// The code of a failure, and Help that opens what is written of it: below the words that say what failed.
#pragma once

#include <QWidget>

#include "core/base/error.h"

class QLabel;
class QPushButton;

namespace leukolens::ui {

/// GUI thread.
class ErrorHelp : public QWidget {
    Q_OBJECT
public:
    explicit ErrorHelp(QWidget* parent = nullptr);
    void setCode(ErrorCode code);  ///< before it is shown

private:
    QLabel* m_name = nullptr;
    QPushButton* m_more = nullptr;
    ErrorCode m_code = ErrorCode::Internal;
};

}  // namespace leukolens::ui
