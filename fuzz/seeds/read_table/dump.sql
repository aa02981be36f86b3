-- MySQL dump
CREATE TABLE `t` (`id` int(11), `content` text, PRIMARY KEY (`id`));
INSERT INTO `t` VALUES (1,'一、\n二、''三'''),(2,'乙');
