#include "ui/shell/log.h"

#include <QDir>
#include <QStandardPaths>
#include <QtGlobal>

#include <spdlog/sinks/rotating_file_sink.h>
#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>

namespace leukolens::ui::log {
namespace {

constexpr std::size_t kMaxBytes = 1u << 20;
constexpr std::size_t kFilesKept = 3;

QString& currentFile() {
    static QString file;
    return file;
}

spdlog::logger& logger() {
    static const std::shared_ptr<spdlog::logger> fallback =
        std::make_shared<spdlog::logger>("leukolens", std::make_shared<spdlog::sinks::stderr_sink_mt>());
    const std::shared_ptr<spdlog::logger> started = spdlog::get("leukolens");
    return started ? *started : *fallback;
}

void logQtMessage(QtMsgType type, const QMessageLogContext&, const QString& text) {
    const std::string words = text.toStdString();
    switch (type) {
        case QtDebugMsg: logger().debug("{}", words); break;
        case QtInfoMsg: logger().info("{}", words); break;
        case QtWarningMsg: logger().warn("{}", words); break;
        case QtCriticalMsg:
        case QtFatalMsg: logger().error("{}", words); break;
    }
    if (type == QtFatalMsg) {
        logger().flush();
        std::fputs((words + "\n").c_str(), stderr);
    }
}

}  // namespace

void start(const QString& folder) {
    const QString place = folder.isEmpty() ? QStandardPaths::writableLocation(QStandardPaths::AppDataLocation) : folder;
    const QString path = QDir(place).filePath("log.txt");
    spdlog::drop("leukolens");
    try {
        QDir().mkpath(place);
        auto sink = std::make_shared<spdlog::sinks::rotating_file_sink_mt>(path.toStdString(), kMaxBytes, kFilesKept);
        auto opened = std::make_shared<spdlog::logger>("leukolens", std::move(sink));
        opened->set_pattern("%Y-%m-%dT%H:%M:%S%z %l %v");
        opened->flush_on(spdlog::level::info);
        spdlog::register_logger(std::move(opened));
        currentFile() = path;
    } catch (const spdlog::spdlog_ex& failure) {
        currentFile().clear();
        warning(std::string("the log file cannot be written: ") + failure.what());
    }
    qInstallMessageHandler(logQtMessage);
}

QString file() {
    return currentFile();
}

void info(const std::string& text) {
    logger().info("{}", text);
}
void warning(const std::string& text) {
    logger().warn("{}", text);
}
void error(const std::string& text) {
    logger().error("{}", text);
}
void failure(const QString& summary, const Error& error) {
    logger().error("{} [{}] {}", summary.toStdString(), toString(error.code), error.message());
}

}  // namespace leukolens::ui::log
