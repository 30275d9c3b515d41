// What a run did and when, as lines of text.
#pragma once

#include <QPlainTextEdit>

#include "core/experiment/alarms.h"
#include "ui/training/live_run.h"

namespace leukolens::ui {

class RunLog : public QPlainTextEdit {
    Q_OBJECT
public:
    explicit RunLog(QWidget* parent = nullptr);
    /// With the time of day before it, if isLive.
    void addLine(const QString& text, bool isLive);
    void add(const LiveNews& news, bool isLive);
    void add(const std::vector<experiment::Alarm>& alarms, bool isLive);
};

}  // namespace leukolens::ui
